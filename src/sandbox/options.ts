import type { Log } from '../shared/log.ts';
import type { Persona } from './contract.ts';

export interface SandboxClock {
  now(): Date;
  /** Moves domain time and does what falls due on the way; resolves when all of it is done. */
  advance(to: { by: 'day' | 'week' } | { to: Date }, onProgress: (message: string) => void): Promise<void>;
}

/** Something that the demo can do besides moving its clock, offered in the clock's menu. */
export interface DemoDoing {
  name: string;
  label: string;
  /** Gives what a person reads when it is done; throws a LeewayError that they can act on. */
  run(): Promise<string>;
}

export interface SandboxOptions {
  botToken: string;
  appId: string;
  signingSecret: string;
  /** An app-level token: Socket Mode is on, and nothing is delivered over HTTP. */
  appToken?: string;
  /** The app's request URL, absolute; asked at each delivery. */
  deliverTo(): string;
  /** `note` says what the workspace is; the demo's, when left out. */
  team: { id: string; name: string; note?: string };
  /** The zone of the workspace's clock (default: the demo's). */
  zone?: string;
  bot: { userId: string; botId: string; name: string };
  personas: readonly Persona[];
  channels: readonly {
    id: string;
    name: string;
    topic: string;
    /** Everyone: all personas and the app. */
    members: readonly string[] | 'everyone';
    isPrivate?: boolean;
    isArchived?: boolean;
  }[];
  /** Accounts that look-ups know and nobody plays. */
  others?: readonly {
    userId: string;
    name: string;
    email: string;
    teamId?: string;
    is: 'deactivated' | 'guest' | 'bot' | 'stranger' | 'member';
  }[];
  userGroups?: readonly { id: string; handle: string; name: string; users: readonly string[] }[];
  clock: SandboxClock;
  log: Log;
  /** Where the clock may jump to; ISO instants. */
  suggestions?: readonly { id: string; label: string; to: string }[];
  doings?: readonly DemoDoing[];
  /** What the app registered; a command or shortcut that is not listed is refused. Not given: any is delivered. */
  commands?: readonly { command: string; description: string; usageHint: string }[];
  shortcuts?: readonly { callbackId: string; name: string; type: 'message' | 'global' }[];
  scopes?: readonly string[];
  /** Event types as in the manifest, for example `message.channels`. */
  events?: readonly string[];
  /** Rate limits (default on). */
  pacing?: boolean;
  /** How often files.info must be asked until an uploaded file is ready (default 1). */
  filePolls?: number;
  /** Real time in milliseconds, for triggers, response URLs, signatures and rate limits. */
  realNow?: () => number;
  ackTimeoutMs?: number;
  /** How long a form may be opened after a click (default three seconds, as in Slack). */
  triggerMs?: number;
  /** Pauses before each repeated delivery of an event (default at once, 1 min, 5 min). */
  retryDelaysMs?: readonly number[];
}

/** reference of names: docs.slack.dev/reference/scopes. */
export const defaultScopes = [
  'chat:write',
  'commands',
  'app_mentions:read',
  'im:history',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'files:write',
  'files:read',
  'channels:history',
] as const;

export const defaultEvents = ['app_home_opened', 'app_mention', 'message.channels', 'message.im'] as const;
