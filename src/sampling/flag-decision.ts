import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { flagProblem, type Flagged } from '../feedback/flag-problem.ts';
import { listCases } from '../feedback/read-case.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { addDays } from '../shared/period.ts';
import { editLetter } from './edit-letter.ts';
import { readLetter, type Letter } from './read-round.ts';
import { placeInput, type PlaceInput } from './schemas.ts';

const originKind = 'sample';
const maxWords = 3_000;
const maxCases = 100;

/**
 * An expert makes a case of a decision that they called wrong: in their own line where they wrote one, with what they were
 * shown of it. The same decision is one case. Throws `conflict` for a decision that they did not call wrong.
 */
export async function flagDecision(ctx: Ctx, input: PlaceInput): Promise<Flagged> {
  const { roundId, position } = parseInput(placeInput, input);
  const letter = await readLetter(ctx, { roundId, personId: ctx.actor.id });
  const item = letter.items.find((one) => one.position === position);
  const answer = letter.mine.find((one) => one.position === position);
  if (!item || answer?.answer !== 'wrong') throw new LeewayError('conflict', 'Say first that this one was wrong.');
  const shown = letter.rule.labels.map((label) => `${label}: ${item.shown[label] ?? ''}`).join('; ');
  const flagged = await flagProblem(ctx, {
    modelId: letter.row.modelId,
    whatHappened: `${answer.words ?? 'It was wrong about this one.'}\n${shown}`.slice(0, maxWords),
    kind: 'wrong',
    period: weekOf(letter, position),
    origin: { kind: originKind, id: originOf(roundId, position) },
    clientKey: `${originKind} ${originOf(roundId, position)}`,
  });
  // The letter names the case from now on.
  await write(ctx, (w) => editLetter(w, { roundId, personId: ctx.actor.id, messageId: letter.messageId }));
  return flagged;
}

/** The week of the decision; of rounds that did not keep it, their whole time. */
function weekOf({ rule, row }: Letter, position: number): { start: string; end: string } {
  const monday = rule.weeks[position - 1];
  return monday ? { start: monday, end: addDays(monday, 7) } : { start: row.periodStart, end: row.periodEnd };
}

/** Numbers of the cases that a person made of a round's decisions, by place. */
export async function readFlagged(
  ctx: Ctx,
  { roundId, personId, modelId }: { roundId: string; personId: string; modelId: string },
): Promise<Map<number, number>> {
  const { cases } = await listCases(ctx, { flaggedById: personId, modelIds: [modelId], open: false, limit: maxCases });
  return new Map(
    cases.flatMap(({ number, origin }) => {
      const [round, position] = origin?.kind === originKind ? origin.id.split('/') : [];
      return round === roundId ? [[Number(position), number] as const] : [];
    }),
  );
}

const originOf = (roundId: string, position: number) => `${roundId}/${position}`;
