import { Hono } from 'hono';
import { asQuery, closeBody, homeOpenBody, submitBody } from './contract.ts';
import { body, query } from './control-parse.ts';
import { assertPersona, openHome } from './doings.ts';
import { baseOf, type Env, type SandboxHono } from './http-types.ts';
import type { World } from './methods/define.ts';
import { showView } from './show.ts';
import { dismissView, submitView } from './submit-view.ts';

export function controlViews(world: World): SandboxHono {
  const { workspace } = world;
  const app: SandboxHono = new Hono<Env>();
  app.get('/control/views', (c) => {
    const { as } = query(c, asQuery);
    assertPersona(workspace, as);
    return c.json({ views: (workspace.stacks.get(as) ?? []).map((view) => showView(workspace, view, baseOf(c))) });
  });
  app.post('/control/views/:id/submit', async (c) => {
    const { as, values } = await body(c, submitBody);
    return c.json({ ok: true, ...(await submitView({ ...world, base: baseOf(c) }, c.req.param('id'), as, values)) });
  });
  app.post('/control/views/:id/close', async (c) => {
    const { as, all } = await body(c, closeBody);
    dismissView({ ...world, base: baseOf(c) }, c.req.param('id'), as, all);
    return c.json({ ok: true });
  });
  app.get('/control/home', (c) => {
    const { as } = query(c, asQuery);
    assertPersona(workspace, as);
    const home = workspace.homes.get(as);
    const view = home === undefined ? null : showView(workspace, home, baseOf(c));
    return c.json({ view, html: view?.html ?? '' });
  });
  app.post('/control/home/open', async (c) => {
    const { as, tab } = await body(c, homeOpenBody);
    return c.json({ ok: true, ackMs: await openHome({ ...world, base: baseOf(c) }, as, tab) });
  });
  return app;
}
