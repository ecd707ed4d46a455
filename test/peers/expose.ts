// Prints a page for Prometheus with everything that may stand in one: read by its own parser in metrics.py.
import { createMetrics } from '../../src/metrics/create-metrics.ts';
import type { Db } from '../../src/db/db.ts';

const metrics = createMetrics('1.0.0 "quoted" \\ and\nbroken', 100);
metrics.problem('error', 'message-parked');
for (const seconds of [0.004, 0.2, 7]) metrics.acknowledged({ outcome: 'acknowledged', seconds });
metrics.ran({ grain: 'day', outcome: 'published', seconds: 1.5 });
metrics.worked({ queue: 'anchor', outcome: 'done' });
const db = { execute: () => Promise.reject(new Error('there is none')) } as unknown as Db;
process.stdout.write(
  await metrics.scrape({ db, now: () => new Date(), kind: 'postgres', queues: [], slack: { sent: 3 }, connections: 2 }),
);
