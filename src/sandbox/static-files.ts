import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Env, SandboxHono } from './http-types.ts';

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};
const page = new URL('./page/', import.meta.url);

/** The page and the styles of rendered blocks. Nothing is kept by the browser: what is served is what is on disk. */
export function staticFiles(): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  app.get('/assets/blocks.css', async (c) =>
    c.body(await blockStyles(), 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-store' }),
  );
  app.get('/:name{[a-z0-9-]+\\.(html|js|css|svg|png)}', (c) => send(c.req.param('name')));
  // Mounted, this answers both /sandbox and /sandbox/; relative addresses in the page need the slash.
  app.get('/*', (c) => {
    const mount = routePath(c).replace(/\/\*$/, '');
    const { pathname } = new URL(c.req.url);
    if (pathname === `${mount}/`) return send('index.html');
    return pathname === mount ? c.redirect(`${mount}/`) : notFound();
  });
  return app;
}

const notFound = () => new Response('There is no such file.', { status: 404 });

async function send(name: string): Promise<Response> {
  const type = types[name.split('.').at(-1) ?? ''];
  const bytes = await readFile(new URL(name, page)).catch(() => undefined);
  if (bytes === undefined || type === undefined) return notFound();
  return new Response(bytes, {
    headers: { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  });
}

/** The library's rules hang on an id that would stand on the page many times: on a class they mean the same. */
async function blockStyles(): Promise<string> {
  const library = createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css');
  const [theirs, ours] = await Promise.all([
    readFile(library, 'utf8'),
    readFile(new URL('./blocks.css', import.meta.url), 'utf8'),
  ]);
  return `${theirs.replaceAll('#slack_blocks_to_jsx', '.slack_blocks_to_jsx')}\n${ours}`;
}
