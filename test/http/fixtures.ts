import { createHttp } from '../../src/http/create-http.ts';
import type { HttpDeps } from '../../src/http/deps.ts';
import type { EditionPage } from '../../src/http/edition-page.ts';
import { linkKey } from '../../src/http/signed-link.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';

export const localSecret = 'a-local-secret';
export const key = linkKey('an installation');

export const editionPage: EditionPage = {
  title: 'On time fell to 72.9 %: nobody has taken it yet',
  audience: 'Executives',
  period: '11–17 June 2001',
  composedAt: new Date('2001-06-18T14:00:00Z'),
  zone: 'America/Chicago',
  notice: 'Simulated company, real flights of 2001',
  wordedBy: undefined,
  lines: [
    { lead: 'On time: 72.9 % of flights.', text: 'The week before it was 80.9 %; the target is 80 %.', factIds: ['f-1', 'f-2'] },
    { text: 'Cause unknown.' },
  ],
  findings: [{ title: 'Forecasts missed by more', lines: [{ text: 'Typically 21.9 minutes.', factIds: ['f-2'] }] }],
  chart: {
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0,0L10,10"/></svg>',
    alt: 'On-time share, February to June 2001: the lowest week is the last.',
    columns: ['On time'],
    rows: [
      { period: '4–10 June', values: ['80.9 %'] },
      { period: '11–17 June', values: [null] },
    ],
  },
  coverage: 'All 116,493 flights counted.',
  facts: [
    {
      id: 'f-1',
      what: 'On-time share',
      value: '72.9',
      unit: '%',
      period: '11–17 June 2001',
      comparison: '80.9 % the week before',
      source: 'flights, 116,493 rows',
      computedAt: new Date('2001-06-18T13:00:00Z'),
    },
    {
      id: 'f-2',
      what: 'Typical miss',
      value: '21.9',
      unit: 'minutes',
      period: '11–17 June 2001',
      comparison: undefined,
      source: 'flights, 116,493 rows',
      computedAt: new Date('2001-06-18T13:00:00Z'),
    },
  ],
};

/** The app as it stands in production, with ports that answer well unless told otherwise. */
export function startHttp(deps: Partial<HttpDeps> = {}) {
  const app = createHttp({
    log: silentLog,
    linkKey: key,
    localSecret,
    pingDatabase: async () => {},
    queueStarted: () => true,
    readEdition: async (id) => (id === 'edition-1' ? editionPage : undefined),
    apply: async () => ({ lines: [], kept: [], waiting: [], left: [], request: null, isSeparated: false }),
    outbox: async ({ verb }) => ({ lines: [verb] }),
    tokens: async ({ verb }) => ({ lines: [verb], notes: [] }),
    backfill: async ({ since = '2001-02-13T12:00:00.000Z' }) => ({ since, models: [] }),
    slack: async () => ({ bound: [], people: [], channels: [] }),
    apiCaller: async () => {
      throw new LeewayError('unauthenticated', 'The token is unknown, revoked or past its end.');
    },
    verifyAudit: async () => ({ whole: true, entries: 2, head: 'abc', anchors: 1 }),
    evidence: async () => ({ lines: [], files: [] }),
    servingAnswer: () => undefined,
    servingAccess: 'token',
    scopesOf: async () => [],
    backup: async () => ({ stream: new Blob(['packed']).stream(), bytes: 6 }),
    anchors: async () => [],
    applyAs: async () => ({ lines: [], kept: [], waiting: [], left: [], request: null, isSeparated: false }),
    metrics: async () => '# HELP up 1\n',
    reportDeployment: async ({ state }) => ({ state, changed: true }),
    ...deps,
  });
  /** A request as the Node server hands it over, from an address. */
  return (path: string, init: RequestInit = {}, remoteAddress = '127.0.0.1') =>
    app.request(path, init, { incoming: { socket: { remoteAddress, remotePort: 1, remoteFamily: 'IPv4' } } });
}
