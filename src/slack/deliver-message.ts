import type { Ctx } from '../db/ctx.ts';
import { insist } from '../db/insist.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import { holdMessage, liftHold, type Refusal } from '../outbox/hold-messages.ts';
import { parkMessage } from '../outbox/park-message.ts';
import { settleMessage, type Settlement } from '../outbox/settle-message.ts';
import { reached } from '../shared/steps.ts';
import { afterFailure, type Outcome } from './after-failure.ts';
import { sendMessage, type SendDeps } from './send-message.ts';
import type { Tuning } from './tuning.ts';

export interface DeliverDeps extends SendDeps {
  tuning: Tuning;
}

type Parked = Extract<Outcome, { is: 'parked' }>;

/** Once an hour and process an operator is called for messages of one cause; each of them is in the log all the same. */
const calledEveryMs = 3_600_000;
const maxCauses = 1_000;

/** Sends one claimed message and settles its claim. `looked`: holds that this message tries, which end when it goes through. */
export function createDelivery(deps: DeliverDeps): (ctx: Ctx, row: OutboxRow, looked: readonly string[]) => Promise<void> {
  const called = new Map<string, number>();

  function isNew(cause: string): boolean {
    const now = performance.now();
    if (now - (called.get(cause) ?? -Infinity) < calledEveryMs) return false;
    if (called.size >= maxCauses) called.clear();
    called.set(cause, now);
    return true;
  }

  /** Says that a message is parked, and whether an operator is to hear of its cause: once, however often it is written down. */
  function complain(ctx: Ctx, row: OutboxRow, { why, cause }: Parked): boolean {
    deps.counters.parked++;
    const tell = isNew(cause);
    const about = { message: row.id, kind: row.kind, destination: row.destination, error: why };
    if (tell) ctx.log.error({ code: 'message-parked', ...about }, 'a message is parked and needs an operator');
    else ctx.log.warn({ code: 'message-parked-too', ...about }, 'another message is parked for the same reason');
    return tell;
  }

  async function hold(ctx: Ctx, row: OutboxRow, refusal: Refusal): Promise<boolean> {
    const held = await holdMessage(ctx, row, refusal, deps.tuning.lookMs);
    const about = { destination: row.destination, error: refusal.why };
    if (held === 'new') {
      deps.counters.held++;
      if (refusal.scope === 'workspace')
        ctx.log.error(
          { code: 'slack-refuses-all', ...about },
          'Slack takes no message: all of them wait until this is put right',
        );
      else ctx.log.error({ code: 'destination-refused', ...about }, 'Slack takes no message there: those for it wait');
    } else ctx.log.warn({ code: 'still-held', ...about }, 'Slack still takes no message there');
    return held !== 'lost';
  }

  async function settle(ctx: Ctx, row: OutboxRow, to: Settlement, looked: readonly string[]): Promise<boolean> {
    const settled = await (to.is === 'sent' ? deps.claims.sent(row, to) : settleMessage(ctx, row, to));
    for (const scope of looked)
      if (settled && to.is === 'sent' && (scope === '*' || scope === row.destination) && (await liftHold(ctx, scope)))
        ctx.log.info({ scope }, 'Slack takes messages again: what was held goes out');
    return settled;
  }

  return async (ctx, row, looked) => {
    reached('message-claimed', row.id);
    const to = await sendMessage(deps, ctx, row).catch((error: unknown) => afterFailure(deps, ctx, row, error));
    if (to === 'lost') return;
    if (to.is === 'sent') deps.counters.sent++;
    const tell = to.is === 'parked' && complain(ctx, row, to);
    // What was sent is recorded when the database is back; after a lease another process looks for it in Slack.
    const settled = await insist(async () => {
      if (to.is === 'held') return hold(ctx, row, to);
      return to.is === 'parked' ? parkMessage(ctx, row, { ...to, tell }) : settle(ctx, row, to, looked);
    }, deps.tuning.leaseMs);
    reached('message-recorded', row.id);
    if (!settled)
      ctx.log.warn(
        { code: 'lease-outlived', message: row.id },
        'a message took longer than its lease; whoever has it now will find it',
      );
  };
}
