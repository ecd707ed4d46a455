import { findCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { maxOptions } from './options.ts';
import { questions, type Question } from './questions.ts';
import { idOfPart, nextQuestion } from './rules.ts';
import { listInput, outcome, parts, type ListInput, type Outcome, type Part } from './schemas.ts';
import {
  selectAnswers,
  selectCase,
  selectEvent,
  selectEvents,
  selectFraming,
  selectFramings,
  selectOfCases,
  selectOpenings,
  selectOptions,
  type FramingEvent,
  type FramingRow,
} from './store.ts';

export type { FramingEvent } from './store.ts';

export interface FramedPerson {
  id: string;
  name: string;
  /** False once they have left. */
  active: boolean;
}
/** An idea as it stands: what is asked and answered, who thinks it through, what it ended in. */
export interface Framing extends Pick<FramingRow, 'id' | 'number' | 'state' | 'at' | 'closedAt' | 'modelId'> {
  /** The idea in its asker's words; null once they were erased. */
  words: string | null;
  by: FramedPerson;
  people: Record<Part, FramedPerson | null>;
  /** The case that it came from. */
  from: { caseId: string; number: number; modelId: string } | null;
  questions: (Question & { answer?: { words: string | null; by: string; at: Date } })[];
  /** The first that has no answer. */
  next: Question | undefined;
  options: { id: string; words: string | null; by: string; verdict: 'open' | 'chosen' | 'dropped'; why: string | null }[];
  outcome: (Outcome & { ownerNames: Record<string, string> }) | null;
  /** Who ended it without a model, and why. */
  ended: { by: string; words: string | null } | null;
  /** Of its card. */
  revision: number;
}

const maxEvents = 2_000;
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An idea by its id or number. Throws `not-found`. */
export async function readFraming(ctx: Ctx, which: string | number): Promise<Framing> {
  authorise(ctx.actor, 'framing.read');
  const row = await find(ctx, which);
  if (!row)
    throw new LeewayError('not-found', `There is no such idea${typeof which === 'number' ? `: ${which}` : ''}.`, {
      hint: 'Look in the list: /leeway ideas',
    });
  const answers = await selectAnswers(ctx.db, [row.id]);
  const options = await selectOptions(ctx.db, row.id, maxOptions);
  const events = await selectEvents(ctx.db, row.id, maxEvents);
  const stored = row.outcome === null ? null : outcome.parse(row.outcome);
  const ended = events.findLast((one) => one.kind === row.state);
  const person = await namesOf(ctx, [
    row.byId,
    row.expertId,
    row.scientistId,
    row.operationsId,
    ended?.personId ?? null,
    ...answers.map((one) => one.personId),
    ...options.map((one) => one.byId),
    ...Object.values(stored?.owners ?? {}),
  ]);
  const asked = questions();
  const from = row.caseId === null ? undefined : await selectCase(ctx.db, row.caseId);
  const { id, number, state, at, closedAt, modelId } = row;
  return {
    id,
    number,
    state,
    at,
    closedAt,
    modelId,
    words: events.find((one) => one.kind === 'opened')?.words ?? null,
    by: person(row.byId)!,
    people: Object.fromEntries(parts.map((part) => [part, person(row[idOfPart[part]])])) as Framing['people'],
    from: from ? { caseId: from.id, number: from.number, modelId: from.modelId } : null,
    questions: asked.map((question) => {
      const answer = answers.find((one) => one.question === question.id);
      return answer
        ? { ...question, answer: { words: answer.words, by: person(answer.personId)!.name, at: answer.at } }
        : question;
    }),
    next: nextQuestion(asked, new Set(answers.map((one) => one.question))),
    options: options.map((one) => ({
      id: one.id,
      words: one.words,
      by: person(one.byId)!.name,
      verdict: one.verdict,
      why: one.why,
    })),
    outcome: stored && {
      ...stored,
      ownerNames: Object.fromEntries(Object.entries(stored.owners).map(([kind, one]) => [kind, person(one)!.name])),
    },
    ended: ended && row.state !== 'kpi' ? { by: person(ended.personId)?.name ?? 'Leeway', words: ended.words } : null,
    revision: (await findCard(ctx, 'framing', row.id))?.revision ?? 1,
  };
}

async function find(ctx: Ctx, which: string | number): Promise<FramingRow | undefined> {
  if (typeof which === 'string') return isId.test(which) ? selectFraming(ctx.db, { id: which }) : undefined;
  return Number.isSafeInteger(which) && which > 0 && which < 2 ** 31 ? selectFraming(ctx.db, { number: which }) : undefined;
}

async function namesOf(ctx: Ctx, ids: (string | null)[]): Promise<(id: string | null) => FramedPerson | null> {
  const persons = await readPersons(
    ctx,
    ids.filter((one) => one !== null),
  );
  return (id) => {
    if (id === null) return null;
    const found = persons.get(id);
    return { id, name: found?.name ?? id, active: found?.active ?? false };
  };
}

export interface FramingLine {
  id: string;
  number: number;
  state: FramingRow['state'];
  words: string | null;
  byName: string;
  answered: number;
  questions: number;
  /** What is asked next, in a few words. */
  next: string | undefined;
  at: Date;
}

/** Ideas, newest first; `more` says that there are others. */
export async function listFramings(ctx: Ctx, input: ListInput = {}): Promise<{ framings: FramingLine[]; more: boolean }> {
  authorise(ctx.actor, 'framing.read');
  const { open, limit } = parseInput(listInput, input);
  const rows = await selectFramings(ctx.db, { open }, limit + 1);
  return { framings: await linesOf(ctx, rows.slice(0, limit)), more: rows.length > limit };
}

/** The ideas that came of a case, newest first. */
export async function framingsOfCase(ctx: Ctx, caseId: string): Promise<FramingLine[]> {
  authorise(ctx.actor, 'framing.read');
  return linesOf(ctx, await selectOfCases(ctx.db, [caseId], 20));
}

async function linesOf(ctx: Ctx, rows: FramingRow[]): Promise<FramingLine[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((one) => one.id);
  const openings = new Map((await selectOpenings(ctx.db, ids)).map((one) => [one.framingId, one.words]));
  const answers = Map.groupBy(await selectAnswers(ctx.db, ids), (one) => one.framingId);
  const person = await namesOf(
    ctx,
    rows.map((one) => one.byId),
  );
  const asked = questions();
  return rows.map(({ id, number, state, byId, at }) => {
    const answered = new Set((answers.get(id) ?? []).map((one) => one.question));
    return {
      id,
      number,
      state,
      at,
      words: openings.get(id) ?? null,
      byName: person(byId)!.name,
      answered: asked.filter((one) => answered.has(one.id)).length,
      questions: asked.length,
      next: nextQuestion(asked, answered)?.short,
    };
  });
}

/** A line of an idea's history with its words; undefined where there is none of that id. */
export async function readFramingEvent(ctx: Ctx, id: string): Promise<FramingEvent | undefined> {
  authorise(ctx.actor, 'framing.read');
  return selectEvent(ctx.db, id);
}
