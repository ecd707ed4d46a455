import type { Db } from '../db/db.ts';
import type { Family, Sample } from './exposition.ts';
import { selectAuditEntries, selectQueues, selectSoonestEnd, selectUnsent, unsentStates } from './metrics-store.ts';
import { readDigestLateness } from './read-digest-lateness.ts';

/**
 * What the database knows, in eight statements, each by an index or over a table that stays small. `now` is domain time;
 * queues and tokens go by real time.
 */
export async function readStored(db: Db, queues: readonly string[], now: Date): Promise<Family[]> {
  const found = new Map((await selectQueues(db)).map((row) => [row.queue, row]));
  const unsent = new Map((await selectUnsent(db, now)).map((row) => [row.state as string, row]));
  const entries = await selectAuditEntries(db);
  const lateness = await readDigestLateness(db, now);
  const realNow = new Date();
  const endsAt = await selectSoonestEnd(db, realNow);
  const byQueue = (value: (queue: string) => number): Sample[] =>
    queues.map((queue) => ({ labels: { queue }, value: value(queue) }));
  const byState = (value: (state: string) => number): Sample[] =>
    unsentStates.map((state) => ({ labels: { state }, value: value(state) }));
  return [
    gauge(
      'leeway_queue_waiting',
      'Jobs that wait, by queue.',
      byQueue((queue) => found.get(queue)?.waiting ?? 0),
    ),
    gauge(
      'leeway_queue_oldest_seconds',
      'Age of the oldest job that waits, by queue; 0 where none does.',
      byQueue((queue) => found.get(queue)?.oldestSeconds ?? 0),
    ),
    gauge(
      'leeway_outbox_messages',
      'Messages that are not in Slack yet: queued, being sent (claimed), or waiting for an operator (held in their order, or parked).',
      byState((state) => unsent.get(state)?.count ?? 0),
    ),
    gauge(
      'leeway_outbox_oldest_seconds',
      'Age of the oldest such message; 0 where there is none.',
      byState((state) => (unsent.get(state)?.oldestMs ?? 0) / 1000),
    ),
    gauge(
      'leeway_digest_late_seconds',
      'How long a digest has been due without being in its channel, by audience; 0 once it is out.',
      lateness.map(({ audienceId, seconds }) => ({ labels: { audience: audienceId }, value: seconds })),
    ),
    gauge('leeway_audit_entries', 'Entries of the audit chain.', [{ value: entries }]),
    gauge(
      'leeway_token_soonest_end_seconds',
      'Time until the first working token ends; absent where there is none.',
      endsAt ? [{ value: (endsAt.getTime() - realNow.getTime()) / 1000 }] : [],
    ),
  ];
}

export const gauge = (name: string, help: string, samples: Sample[]): Family => ({ name, help, type: 'gauge', samples });
