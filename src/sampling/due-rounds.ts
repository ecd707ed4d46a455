import type { Ctx } from '../db/ctx.ts';
import { selectDue, selectNextDue } from './store.ts';

const maxDue = 100;

/** What is to be done with it now: its experts are asked, reminded, their answers counted, or they hear what came of it. */
export type RoundStep = 'ask' | 'remind' | 'count' | 'tell';
const steps: Partial<Record<string, RoundStep>> = { planned: 'ask', open: 'remind', closed: 'tell' };

/** Rounds with which something is to be done now. Handed on twice, it is done once. */
export async function dueRounds(ctx: Pick<Ctx, 'db' | 'now'>): Promise<{ roundId: string; step: RoundStep }[]> {
  const due = await selectDue(ctx.db, ctx.now, maxDue);
  return due.flatMap(({ id, state, isOver, isTold }) => {
    const step = isOver && (state === 'open' || (state === 'closed' && !isTold)) ? 'count' : steps[state];
    return step ? [{ roundId: id, step }] : [];
  });
}

/** The next instant at which any of them is due. */
export const nextRoundDue = (ctx: Pick<Ctx, 'db' | 'now'>): Promise<Date | undefined> => selectNextDue(ctx.db, ctx.now);
