import { randomBytes } from 'node:crypto';
import type { Charts } from './charts/create-charts.ts';
import type { Ctx } from './db/ctx.ts';
import { readEdition } from './digest/read-edition.ts';
import { advanceTo, type MovedClock } from './jobs/moved-clock.ts';
import { readSentMessages } from './outbox/read-messages.ts';
import { createSandbox, type Sandbox } from './sandbox/create-sandbox.ts';
import { demoWorkspace } from './sandbox/demo-workspace.ts';
import type { DemoDoing } from './sandbox/options.ts';
import type { Log } from './shared/log.ts';
import { readSlackManifest } from './setup/manifest.ts';
import type { SandboxWorkspace } from './own-workspace.ts';
import { messageOf } from './shared/errors.ts';

export interface Credentials {
  botToken: string;
  signingSecret: string;
  apiUrl: string | undefined;
}

/** The sandbox's credentials: new at each start, because both sides live in this process. */
export function sandboxSlack(ownUrl: () => string): Credentials {
  return {
    botToken: `xoxb-sandbox-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    get apiUrl() {
      return `${ownUrl()}/sandbox/slack/api/`;
    },
  };
}

export interface SandboxDeps {
  clock: MovedClock;
  credentials: Credentials;
  ownUrl: () => string;
  log: Log;
  ctx: () => Ctx;
  tick: () => Promise<unknown>;
  settle: () => Promise<void>;
  stopped: () => boolean;
  doings: readonly DemoDoing[];
  /** People and channels of the installation's own; the demo's, when left out. */
  own?: SandboxWorkspace | undefined;
}

const demoZone = 'America/Chicago';
const dayMs = 24 * 3_600_000;

/** Weeks worth jumping to, by what the flights' data say of them. */
const suggestions = [
  { id: 'calm', label: 'Mon 14 May: a calm week', to: '2001-05-14T14:05:00Z' },
  { id: 'below', label: 'Mon 28 May: below target', to: '2001-05-28T14:05:00Z' },
  { id: 'bad', label: 'Mon 18 June: a bad week', to: '2001-06-18T14:05:00Z' },
  { id: 'short', label: 'Mon 2 July: data are missing', to: '2001-07-02T14:05:00Z' },
];

/** The workspace of the demo, its clock tied to Leeway's domain time. */
export function createDemoSandbox(deps: SandboxDeps): Sandbox {
  const { clock, credentials, log, own } = deps;
  const zone = own?.zone ?? demoZone;
  return createSandbox({
    ...(own ?? demoWorkspace),
    zone,
    botToken: credentials.botToken,
    signingSecret: credentials.signingSecret,
    appId: 'A0LEEWAY',
    deliverTo: () => `${deps.ownUrl()}/slack/events`,
    clock: {
      now: () => clock.now(),
      advance: (to, onProgress) => {
        const target = 'to' in to ? to.to : new Date(clock.now().getTime() + (to.by === 'day' ? dayMs : 7 * dayMs));
        const { ctx, tick, settle, stopped } = deps;
        return advanceTo({ clock, ctx, tick, settle, stopped, zone }, target, onProgress);
      },
    },
    log,
    suggestions: own ? [] : suggestions,
    doings: own ? [] : deps.doings,
    ...readSlackManifest(),
    // A jump over weeks posts their digests one after another; Slack's pace would only make a person wait.
    pacing: false,
  });
}

const restoredMessages = 300;

/**
 * Puts what was sent back into a workspace that starts empty, word for word. A chart is drawn again when somebody looks at it:
 * drawing all of them first would keep everybody waiting at each start.
 */
export async function restoreSandbox(sandbox: Sandbox, ctx: Ctx, charts: Charts): Promise<void> {
  // An edit has the place of what it edited: the last one stands.
  const rows = await readSentMessages(ctx, restoredMessages);
  const standing = new Map(rows.map((row) => [`${row.slackChannel} ${row.slackTs}`, row]));
  for (const row of standing.values()) {
    if (!row.payload || !row.slackTs || !row.slackChannel) continue;
    const payload = JSON.parse(row.payload) as {
      text: string;
      blocks?: { type: string; alt_text?: string }[];
      thread_ts?: string;
    };
    const { fileId, kind, data } = row;
    sandbox.restore([
      {
        channel: row.slackChannel,
        ts: row.slackTs,
        thread_ts: payload.thread_ts,
        text: payload.text,
        blocks: payload.blocks,
        metadata: { event_type: 'leeway_message', event_payload: { outbox_id: row.id } },
        ...(fileId ? { file: { id: fileId, alt: altOf(payload.blocks), draw: () => redraw(ctx, charts, kind, data) } } : {}),
      },
    ]);
  }
}

const altOf = (blocks: { type: string; alt_text?: string }[] = []): string =>
  blocks.find(({ type }) => type === 'image')?.alt_text ?? '';

async function redraw(ctx: Ctx, charts: Charts, kind: string, data: Record<string, unknown>): Promise<Uint8Array | undefined> {
  if (kind !== 'edition' || typeof data['editionId'] !== 'string') return undefined;
  try {
    const { chart } = (await readEdition(ctx, data['editionId'])).body;
    return chart ? (await charts.draw(chart)).png : undefined;
  } catch (error) {
    ctx.log.warn({ code: 'chart-not-drawn', error: messageOf(error) }, 'a chart of an earlier message was not drawn again');
    return undefined;
  }
}
