import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readMatter, type Matter } from '../matters/read-matters.ts';
import { readPersons, type Person } from '../people/read-persons.ts';
import { readModels } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { blockOf } from './rules.ts';
import { roundRule, type RoundRule } from './schemas.ts';
import { selectAnswers, selectItems, selectLetters, selectRound, type AnswerRow, type ItemRow, type RoundRow } from './store.ts';

export type { AnswerRow, ItemRow, RoundRow } from './store.ts';

/** A round with everything that is said of it. */
export interface Round {
  row: RoundRow;
  rule: RoundRule;
  model: ModelSummary | undefined;
  answers: AnswerRow[];
  people: ReadonlyMap<string, Person>;
  /** A fact of the round by its name in the rule: `population`, `drawn`, and of the result `helped`, `share`, … */
  facts: ReadonlyMap<string, Fact>;
  /** Where its owner is to say what comes of it; undefined before the answers are counted. */
  matter: Matter | undefined;
}

export async function readRound(ctx: Ctx, roundId: string): Promise<Round> {
  authorise(ctx.actor, 'sampling.read');
  const row = await selectRound(ctx.db, roundId);
  if (!row) throw new LeewayError('not-found', 'These questions are not stored here.', { field: 'roundId' });
  const rule = roundRule.parse(row.rule);
  const answers = await selectAnswers(ctx.db, roundId);
  const named = { population: rule.population, drawn: rule.drawn, ...rule.result?.facts };
  const known = Object.entries(named).filter((one): one is [string, string] => one[1] !== null);
  const facts = await readFacts(
    ctx,
    known.map(([, id]) => id),
  );
  const ids = [...answers.map((one) => one.personId), ...(rule.result?.notReached ?? [])];
  const matterId = rule.result?.matterId;
  return {
    row,
    rule,
    model: (await readModels(ctx, [row.modelId])).get(row.modelId),
    answers,
    people: await readPersons(ctx, ids),
    facts: new Map(known.map(([name], index) => [name, facts[index]!])),
    matter: matterId ? await readMatter(ctx, matterId) : undefined,
  };
}

/** A round as one expert has it: their decisions, their answers, and the decision that their letter shows. */
export interface Letter extends Round {
  items: ItemRow[];
  messageId: string;
  position: number;
  /** An answered decision is shown again. */
  again: boolean;
  mine: AnswerRow[];
}

export async function readLetter(ctx: Ctx, { roundId, personId }: { roundId: string; personId: string }): Promise<Letter> {
  const round = await readRound(ctx, roundId);
  const letter = (await selectLetters(ctx.db, roundId)).find((one) => one.personId === personId);
  if (!letter) throw new LeewayError('not-found', 'These questions were not sent to this person.');
  const { first, last } = blockOf(letter.position, round.rule.each);
  const items = (await selectItems(ctx.db, roundId)).filter((one) => one.position >= first && one.position <= last);
  return {
    ...round,
    items,
    messageId: letter.messageId,
    position: letter.position,
    again: letter.again,
    mine: round.answers.filter((one) => one.personId === personId),
  };
}

/** The decisions of a round, for those who look at what was said of each. */
export async function readDecisions(ctx: Ctx, roundId: string): Promise<ItemRow[]> {
  authorise(ctx.actor, 'sampling.read');
  return selectItems(ctx.db, roundId);
}
