import { defaultScopes, type SandboxOptions } from './options.ts';
import { createHub, type Hub } from './hub.ts';
import { type StoredChannel, type StoredFile, type StoredView } from './model.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createFaults, type Faults } from './faults.ts';

/** Everything that the sandbox remembers. Functions over it live in the files named after what they do. */
export interface Workspace {
  options: SandboxOptions;
  scopes: ReadonlySet<string>;
  hub: Hub;
  faults: Faults;
  tickets: Tickets;
  channels: Map<string, StoredChannel>;
  files: Map<string, StoredFile>;
  /** Open modals by person; the last is on top. */
  stacks: Map<string, StoredView[]>;
  homes: Map<string, StoredView>;
  /** `user channel` → the newest ts that was read. */
  read: Map<string, string>;
  clock: { busy: boolean; progress: string | undefined };
  /** The newest ts given out, in microseconds. */
  lastMicros: number;
  realNow: () => number;
  /** Within which a delivery must be acknowledged. */
  ackTimeoutMs: number;
  reset(): void;
}

const faultsToldMs = 250;

const defaultAckTimeoutMs = 3000;

export function createWorkspace(options: SandboxOptions): Workspace {
  const realNow = options.realNow ?? Date.now;
  let faultsTold: NodeJS.Timeout | undefined;
  /** A fault may strike a hundred times a second: pages look once in a while. */
  const tellFaults = () => {
    faultsTold ??= setTimeout(() => {
      faultsTold = undefined;
      workspace.hub.tell({ type: 'faults' });
    }, faultsToldMs).unref();
  };
  const workspace: Workspace = {
    options,
    scopes: new Set(options.scopes ?? defaultScopes),
    hub: createHub(),
    faults: createFaults(() => tellFaults()),
    tickets: createTickets(realNow, options.triggerMs),
    channels: new Map(),
    files: new Map(),
    stacks: new Map(),
    homes: new Map(),
    read: new Map(),
    clock: { busy: false, progress: undefined },
    lastMicros: 0,
    realNow,
    ackTimeoutMs: options.ackTimeoutMs ?? defaultAckTimeoutMs,
    reset() {
      for (const part of [workspace.channels, workspace.files, workspace.stacks, workspace.homes, workspace.read]) part.clear();
      workspace.faults.set([]);
      workspace.tickets.clear();
      for (const channel of emptyChannels(options)) workspace.channels.set(channel.id, channel);
    },
  };
  workspace.reset();
  return workspace;
}

function emptyChannels(options: SandboxOptions): StoredChannel[] {
  const everyone = [...options.personas.map((persona) => persona.userId), options.bot.userId];
  const channels = options.channels.map((channel): StoredChannel => {
    const members = channel.members === 'everyone' ? everyone : [...channel.members];
    const { id, name, topic, isPrivate = false, isArchived = false } = channel;
    return { id, name, kind: 'channel', isPrivate, isArchived, topic, members, messages: [] };
  });
  const direct = options.personas.map((persona): StoredChannel => ({
    id: imOf(persona.userId),
    name: options.bot.name,
    kind: 'im',
    isPrivate: false,
    isArchived: false,
    topic: '',
    members: [persona.userId, options.bot.userId],
    messages: [],
  }));
  return [...channels, ...direct];
}

/** The direct message between a persona and the bot: U0EXEC → D0EXEC. */
export const imOf = (userId: string): string => `D${userId.slice(1)}`;

/** A new `seconds.micros` of the domain clock, later than all before it even when the clock stands still. */
export function nextTs(workspace: Workspace): string {
  const micros = Math.max(workspace.options.clock.now().getTime() * 1000, workspace.lastMicros + 1);
  workspace.lastMicros = micros;
  return tsOf(micros);
}

export const tsOf = (micros: number): string => `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
export const microsOf = (ts: string): number => Number(ts.replace('.', ''));

export const personaOf = (workspace: Workspace, userId: string) =>
  workspace.options.personas.find((persona) => persona.userId === userId);
