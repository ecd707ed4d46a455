import type { SlackBlock } from './block-schemas.ts';
import type { ViewContent } from './view-schema.ts';

/** What an element holds, as Slack's `state.values` say it. */
export type StateValue = { type: string } & Record<string, unknown>;
export type StateValues = Record<string, Record<string, StateValue>>;

/** Blocks as a person may still have them before their eyes. */
export interface Shown {
  revision: string;
  blocks: SlackBlock[];
}

export interface StoredMessage {
  channel: string;
  ts: string;
  threadTs: string | undefined;
  user: string;
  text: string;
  blocks: SlackBlock[];
  metadata: { event_type: string; event_payload: Record<string, unknown> } | undefined;
  reactions: { name: string; users: string[] }[];
  edited: string | undefined;
  /** Only this person sees it, and it cannot be updated or deleted through the Web API. */
  ephemeralTo: string | undefined;
  files: string[];
  /** Deleted, but its replies are still there. */
  tombstone: boolean;
  /** How it stood before it was edited: a click may be on its way from there. */
  earlier: Shown[];
  /** What each person has put into its elements. */
  state: Map<string, StateValues>;
}

export interface StoredView extends ViewContent {
  id: string;
  user: string;
  hash: string;
  rootId: string;
  previousId: string | null;
  earlier: Shown[];
  state: StateValues;
}

export interface StoredFile {
  id: string;
  /** Who uploaded it: the bot, or a person. */
  user: string;
  name: string;
  title: string;
  altText: string;
  length: number;
  bytes: Uint8Array<ArrayBuffer> | undefined;
  /** Of an earlier message's picture, which is made again when somebody first looks; undefined: it cannot be. */
  draw?: () => Promise<Uint8Array | undefined>;
  completed: boolean;
  deleted: boolean;
  /** A person put it into a form that they sent to the app. */
  handedOver: boolean;
  /** Ready when it is 0; each files.info takes one off. */
  pollsLeft: number;
  created: number;
  channels: string[];
}

export interface StoredChannel {
  id: string;
  name: string;
  kind: 'channel' | 'im';
  isPrivate: boolean;
  isArchived: boolean;
  topic: string;
  members: string[];
  /** Ascending by ts; replies and ephemeral messages among them. */
  messages: StoredMessage[];
}

/** What may be put back into a workspace that starts empty. */
export interface RestoredMessage {
  channel: string;
  ts: string;
  thread_ts?: string | undefined;
  text: string;
  blocks?: unknown;
  metadata?: { event_type: string; event_payload: Record<string, unknown> } | undefined;
  /** The picture that its blocks refer to. */
  file?: { id: string; draw: () => Promise<Uint8Array | undefined>; alt: string } | undefined;
}

/** Revisions of one message or view that a click may come from. */
export const maxEarlier = 20;

export const bounds = { messages: 50_000, files: 2000, fileBytes: 20_000_000, allFileBytes: 400_000_000 } as const;
