import type { SandboxMessage, StreamEvent } from '../../../src/sandbox/contract.ts';
import { channel } from './office.ts';

/** Whoever looks at the channel: is told of each change, fetches the message and sees what it shows. */
const onlooker = 'U0COMP';

export interface Watch {
  /** When the card with this `ts` first showed a revision or a later one; the wall clock in ms. */
  shownAt(ts: string, revision: number): Promise<number>;
  close(): void;
}

/** Listens as an open page does. `url` ends with /sandbox/. */
export async function watchCards(url: string): Promise<Watch> {
  const over = new AbortController();
  const response = await fetch(`${url}control/stream?as=${onlooker}`, { signal: over.signal });
  const seen = new Map<string, { revision: number; at: number }[]>();
  const waiting = new Set<() => void>();
  const look = async (ts: string): Promise<void> => {
    const message = await readMessage(url, ts);
    const revision = message && carriedBy(message.blocks)?.revision;
    if (revision === undefined) return;
    seen.set(ts, [...(seen.get(ts) ?? []), { revision, at: performance.timeOrigin + performance.now() }]);
    waiting.forEach((tell) => tell());
  };
  void listen(response, (event) => {
    if ((event.type === 'update' || event.type === 'message') && event.channel === channel) void look(event.ts);
  }).catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  return {
    async shownAt(ts, revision) {
      for (;;) {
        const shown = seen.get(ts)?.find((one) => one.revision >= revision);
        if (shown) return shown.at;
        await new Promise<void>((resolve, reject) => {
          const giveUp = setTimeout(() => reject(new Error(`card ${ts} never showed revision ${revision}`)), 30_000);
          const tell = () => {
            clearTimeout(giveUp);
            waiting.delete(tell);
            resolve();
          };
          waiting.add(tell);
        });
      }
    },
    close: () => over.abort(),
  };
}

async function listen(response: Response, hear: (event: StreamEvent) => void): Promise<void> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const data = /^data: ?(\{.+)$/.exec(line)?.[1];
      if (data) hear(JSON.parse(data) as StreamEvent);
    }
  }
}

/** The newest message that is not younger than its own `ts`: itself. */
async function readMessage(url: string, ts: string): Promise<SandboxMessage | undefined> {
  const [seconds, micros] = ts.split('.');
  const before = `${seconds}.${String(Number(micros) + 1).padStart(6, '0')}`;
  const response = await fetch(`${url}control/channels/${channel}/messages?as=${onlooker}&limit=1&before=${before}`);
  return ((await response.json()) as { messages: SandboxMessage[] }).messages.find((one) => one.ts === ts);
}

/** The request that a card is about and the revision that it shows, as its buttons carry them. */
export function carriedBy(blocks: readonly unknown[]): { requestId: string; revision: number } | undefined {
  const found = /\\"kind\\":\\"request\\",\\"id\\":\\"([0-9a-f-]{36})\\",\\"revision\\":(\d+)/.exec(JSON.stringify(blocks));
  return found ? { requestId: found[1]!, revision: Number(found[2]) } : undefined;
}
