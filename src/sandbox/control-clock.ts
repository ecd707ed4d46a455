import { Hono } from 'hono';
import type { z } from 'zod';
import { messageOf } from '../shared/errors.ts';
import { clockBody, doBody } from './contract.ts';
import { body } from './control-parse.ts';
import type { Env, SandboxHono } from './http-types.ts';
import type { World } from './methods/define.ts';
import { Refusal } from './refusal.ts';
import { showClock } from './show.ts';
import type { Workspace } from './workspace.ts';

export function controlClock({ workspace }: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  app.get('/control/clock', (c) => c.json(showClock(workspace)));
  app.post('/control/clock', async (c) => {
    // The page hears over the stream how far it has come.
    void moveClock(workspace, await body(c, clockBody));
    return c.json(showClock(workspace), 202);
  });
  app.post('/control/do', async (c) => {
    const { name } = await body(c, doBody);
    const doing = workspace.options.doings?.find((one) => one.name === name);
    if (!doing) throw new Refusal('doing_not_found', { message: `The demo has nothing called “${name}” that it can do.` });
    if (workspace.clock.busy)
      throw new Refusal('clock_busy', { message: 'The clock is moving. Wait until it has arrived, then try again.' });
    return c.json({ ok: true, message: await doing.run() });
  });
  return app;
}

/** Starts at once or throws; resolves when the clock has arrived, or has stopped on the way. */
export function moveClock(
  workspace: Workspace,
  input: z.infer<typeof clockBody>,
  heard?: (message: string) => void,
): Promise<void> {
  const { clock, log } = workspace.options;
  if (workspace.clock.busy)
    throw new Refusal('clock_busy', { message: 'The clock is moving already. Wait until it has arrived.' });
  const to = 'by' in input ? input : { to: new Date(input.to) };
  if ('to' in to && to.to <= clock.now())
    throw new Refusal('invalid_time', { message: `It is ${clock.now().toISOString()} already: the clock goes only forward.` });
  const set = (busy: boolean, progress: string | undefined) => {
    workspace.clock = { busy, progress };
    if (progress !== undefined) workspace.hub.tell({ type: 'progress', message: progress });
    workspace.hub.tell({ type: 'clock', clock: showClock(workspace) });
  };
  set(true, undefined);
  return clock
    .advance(to, (message) => {
      heard?.(message);
      set(true, message);
    })
    .then(() => set(false, undefined))
    .catch((error: unknown) => {
      log.error({ code: 'sandbox-clock-failed', error: messageOf(error) }, 'the clock could not be moved');
      workspace.hub.tell({ type: 'progress', message: `The clock stopped: ${messageOf(error)}` });
      set(false, undefined);
    });
}
