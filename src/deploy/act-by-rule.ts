import type { WriteCtx } from '../audit/write.ts';
import { readFacts } from '../facts/read-facts.ts';
import { isLeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { announce } from './announce.ts';
import { isAboutRows } from './guarded-figure.ts';
import { putPaused } from './pause.ts';
import type { StandingRule } from './put-standing-rule.ts';
import { goTo, wayBack } from './roll-back.ts';
import { markActed, selectObservations } from './rule-store.ts';
import { placeOf } from './schemas.ts';
import { failsInARow } from './standing-rule.ts';
import { selectServing } from './serving-store.ts';

/** Who a rule is, where it looks and acts. */
export const ruleActor = ({ id }: Pick<StandingRule, 'id'>) => ({
  kind: 'system' as const,
  id: `rule:${id}`,
  name: 'Leeway (standing rule)',
});

/** A window in which a guard failed, with the figures that say so. */
interface Failed {
  windowStart: string;
  factIds: string[];
}

/** Windows back that a row of failures can reach; the most that a rule may ask for. */
const maxObservations = 12;

/**
 * Does what a rule says if a window, just observed, is the newest and the last of as many failures in a row as it asks for.
 * The caller holds the place's lock.
 */
export async function actIfDue(w: WriteCtx, rule: StandingRule, version: number, failed: Failed): Promise<void> {
  const observed = await ofVersion(w, rule, version);
  if (observed[0]?.windowStart !== failed.windowStart || !failsInARow(rule.spec, observed)) return;
  const [serves] = await selectServing(w.db, [placeOf(rule)]);
  if (rule.spec.act === 'pause' && serves?.paused) return;
  await act(w, rule, failed);
}

/** What was observed of the version that serves: what another did before it is not held against this one. Newest first. */
async function ofVersion(w: WriteCtx, rule: StandingRule, version: number) {
  const observed = await selectObservations(w.db, rule.id, maxObservations);
  if (isAboutRows(rule.spec.guard)) return observed;
  const facts = new Map(
    (
      await readFacts(
        w,
        observed.flatMap((one) => one.factIds),
      )
    ).map((fact) => [fact.id, fact.version]),
  );
  return observed.filter((one) => one.factIds.every((id) => facts.get(id) === version));
}

/** Does what the rule says; where it cannot, people are told that it could not, and why. */
async function act(w: WriteCtx, rule: StandingRule, { windowStart, factIds }: Failed): Promise<void> {
  const place = placeOf(rule);
  const by = { ...place, ruleId: rule.id, windowStart };
  const note = (detail: object) =>
    w.audit({
      verb: 'deploy.act-by-rule',
      subject: `model:${rule.modelId}`,
      detail: {
        rule: rule.id,
        request: rule.requestId,
        act: rule.spec.act,
        environment: rule.environment,
        windowStart,
        facts: factIds,
        ...detail,
      },
    });
  if (rule.spec.act === 'pause') {
    const actId = newId();
    await markActed(w.db, rule.id, windowStart, actId);
    note({});
    await putPaused(w, place, true);
    await announce(w, { ...by, change: 'paused', actId });
    return;
  }
  const target = await wayBack(w, place).catch((error: unknown) => {
    if (!isLeewayError(error)) throw error;
    return [error.message, error.hint].filter(Boolean).join(' ');
  });
  if (typeof target === 'string') {
    // Told once a day, however many hours of it fail.
    note({ heldBack: target });
    await announce(w, { ...by, change: 'rule-held-back', actId: `${rule.id} ${windowStart.slice(0, 10)}`, why: target });
    return;
  }
  note({ to: target });
  const { orderId } = await goTo(w, place, { version: target, fallback: null, requestId: rule.requestId });
  await markActed(w.db, rule.id, windowStart, orderId);
  await announce(w, { ...by, change: 'rolled-back', actId: orderId, orderId });
}
