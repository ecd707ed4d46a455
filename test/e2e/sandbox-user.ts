import type { Fault, SandboxMessage, SandboxView, SubmitResponse, FormValues } from '../../src/sandbox/contract.ts';

const pollMs = 50;
/** Generous: how long things take is for the benchmarks to say. */
const patienceMs = 30_000;
const clockPatienceMs = 120_000;

/** Asks until there is an answer other than undefined, null or false. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | null | false>, ms = patienceMs): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`This did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

interface Click {
  as: string;
  actionId: string;
  value?: string;
}

export type Workspace = ReturnType<typeof workspaceAt>;

/** The sandbox through its control API: what a persona does and sees. `url` ends with /sandbox/. */
export function workspaceAt(url: string) {
  async function raw(method: string, path: string, body?: unknown): Promise<{ status: number; json: any }> {
    const response = await fetch(`${url}control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }
  async function call(method: string, path: string, body?: unknown): Promise<any> {
    const { status, json } = await raw(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }
  const messages = async (as: string, channel: string): Promise<SandboxMessage[]> =>
    (await call('GET', `channels/${channel}/messages?as=${as}&limit=200`)).messages;
  const thread = async (as: string, channel: string, ts: string): Promise<SandboxMessage[]> =>
    (await call('GET', `channels/${channel}/threads/${ts}?as=${as}`)).messages;
  const views = async (as: string): Promise<SandboxView[]> => (await call('GET', `views?as=${as}`)).views;
  return {
    raw,
    messages,
    thread,
    views,
    /** The first new message of Leeway's in a place, after doing something. */
    async after(as: string, channel: string, doing: () => Promise<unknown>): Promise<SandboxMessage> {
      const seen = new Set((await messages(as, channel)).map((one) => one.ts));
      await doing();
      return eventually(`an answer to ${as} in ${channel}`, async () =>
        (await messages(as, channel)).find((one) => one.isBot && !seen.has(one.ts) && one.text !== 'Working on it…'),
      );
    },
    command: (as: string, channel: string, text: string) => call('POST', 'commands', { as, channel, command: '/leeway', text }),
    say: async (as: string, channel: string, text: string, threadTs?: string): Promise<string> =>
      (await call('POST', 'messages', { as, channel, text, ...(threadTs ? { threadTs } : {}) })).ts,
    click: (message: SandboxMessage, { as, actionId, value }: Click) =>
      call('POST', 'actions', action(message, { as, actionId, ...(value === undefined ? {} : { value }) })),
    home: async (as: string): Promise<SandboxView> => {
      await call('POST', 'home/open', { as });
      return eventually(`App Home of ${as}`, async () => (await call('GET', `home?as=${as}`)).view as SandboxView | null);
    },
    seenHome: async (as: string): Promise<SandboxView> => (await call('GET', `home?as=${as}`)).view,
    clickHome: (view: SandboxView, { as, actionId, value }: Click) =>
      call('POST', 'actions', {
        as,
        container: { kind: 'home' },
        ...control(view.blocks, actionId),
        ...(value === undefined ? {} : { value }),
      }),
    /** The modal on top, once one with this callback is open. */
    modal: (as: string, callbackId: string) =>
      eventually(`the form “${callbackId}” of ${as}`, async () =>
        (await views(as)).findLast((view) => view.callbackId === callbackId),
      ),
    submit: (as: string, view: SandboxView, values: FormValues): Promise<SubmitResponse> =>
      call('POST', `views/${view.id}/submit`, { as, values }),
    close: (as: string, view: SandboxView) => call('POST', `views/${view.id}/close`, { as, all: true }),
    faults: (...faults: Partial<Fault>[]) => call('PUT', 'faults', { faults }),
    now: async () => new Date((await call('GET', 'clock')).now),
    async moveTo(to: string): Promise<void> {
      await call('POST', 'clock', { to });
      await eventually(`the clock stands at ${to}`, async () => (await call('GET', 'clock')).busy === false, clockPatienceMs);
    },
  };
}

/** What a click on a control of a message sends. */
export function action(message: SandboxMessage, { as, actionId, value }: Click) {
  const container = { kind: 'message', channel: message.channel, ts: message.ts };
  return { as, container, ...control(message.blocks, actionId), ...(value === undefined ? {} : { value }) };
}

type Control = { action_id?: string; [key: string]: any };
type Block = { block_id?: string; elements?: Control[]; accessory?: Control };

/** The control whose action id begins so, and the block it stands in. */
export function findControl(blocks: readonly unknown[], actionId: string): { block: Block; control: Control } {
  for (const block of blocks as Block[]) {
    for (const one of [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])])
      if (one.action_id?.startsWith(actionId)) return { block, control: one };
  }
  throw new Error(`There is no control “${actionId}” in ${JSON.stringify(blocks).slice(0, 2000)}`);
}

function control(blocks: readonly unknown[], actionId: string) {
  const { block, control: one } = findControl(blocks, actionId);
  return { blockId: block.block_id, actionId: one.action_id };
}

/** All words of blocks, for looking something up in them. */
export const wordsOf = (of: { blocks: readonly unknown[] }): string => JSON.stringify(of.blocks).replaceAll('\u00a0', ' ');
