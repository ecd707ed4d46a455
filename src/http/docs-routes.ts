import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { docsHtml, docsStyles, type ApiDocument } from './docs-html.ts';

const styleHash = createHash('sha256').update(docsStyles).digest('base64');
const headers = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=300',
};

/** GET /docs: the reference, made once from the document that /api/v1/openapi.json serves. */
export function docsRoutes(api: Record<string, unknown>): Hono {
  const routes = new Hono();
  let made: string | undefined;
  routes.get('/docs', async (c) => {
    made ??= String(await docsHtml(api as unknown as ApiDocument));
    return c.html(made, 200, headers);
  });
  return routes;
}
