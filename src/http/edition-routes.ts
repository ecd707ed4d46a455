import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { HttpDeps } from './deps.ts';
import { editionHtml } from './edition-html.ts';
import { linkProblemHtml, type LinkProblem } from './link-problem-html.ts';
import { styles } from './page.ts';
import { checkLink } from './signed-link.ts';

const styleHash = createHash('sha256').update(styles).digest('base64');

/** The address is the key to the page: it must not leak by a referrer, a cache or a search engine, and nothing runs in it. */
const headers = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** `GET /e/:token`: the web view of an edition, by signed link. 403 forged, 410 expired, 404 gone. */
export function editionRoutes(deps: Pick<HttpDeps, 'linkKey' | 'readEdition'>): Hono {
  const routes = new Hono();
  routes.get('/e/:token', async (c) => {
    const link = checkLink(deps.linkKey, c.req.param('token'), new Date());
    if (link.kind !== 'valid') return problem(c, link.kind);
    const edition = await deps.readEdition(link.editionId);
    return edition ? c.html(editionHtml(edition), 200, headers) : problem(c, 'gone');
  });
  return routes;
}

const statuses = { forged: 403, expired: 410, gone: 404 } as const satisfies Record<LinkProblem, number>;
const problem = (c: Context, kind: LinkProblem) => c.html(linkProblemHtml(kind), statuses[kind], headers);
