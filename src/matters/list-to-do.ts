import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { selectOpenOf, selectToDo, type Page } from './to-do-store.ts';

const page = { limit: z.number().int().min(1).max(50).default(8), offset: z.number().int().min(0).max(10_000).default(0) };
const toDoInput = z.strictObject(page);
const openOfInput = z.strictObject({
  ...page,
  of: z.union([z.strictObject({ modelId: z.string().min(1).max(100) }), z.strictObject({ teamId: z.string().min(1).max(63) })]),
});

export type ToDo = NonNullable<Awaited<ReturnType<typeof selectToDo>>[number]['matter']> & {
  modelTitle: string;
  ownerName: string | null;
  /** The owner's last day away, while the reader stands in for them. */
  awayUntil: string | null;
};
export interface ToDoList {
  items: ToDo[];
  total: number;
  /** How many of them are past their day, and the reader's turn. */
  late: number;
  /** How many of them are others' turn. */
  waiting: number;
  zone: string;
  /** The reader's day. */
  today: string;
}

/** What the reader has to do, what is late first, then by date; in one statement, with how much there is in all. */
export async function listToDo(ctx: Ctx, input: z.input<typeof toDoInput> = {}): Promise<ToDoList> {
  return listOf(await selectToDo(ctx.db, readerOf(ctx), parseInput(toDoInput, input)));
}

/** All that is open about a model or a team's models, in the same order. */
export async function listOpenOf(ctx: Ctx, input: z.input<typeof openOfInput>): Promise<ToDoList> {
  const { of, ...rest }: { of: { modelId: string } | { teamId: string } } & Page = parseInput(openOfInput, input);
  return listOf(await selectOpenOf(ctx.db, readerOf(ctx), of, rest));
}

function readerOf(ctx: Ctx): { personId: string; now: Date } {
  authorise(ctx.actor, 'matters.read');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person has a list of their own.');
  return { personId: ctx.actor.id, now: ctx.now };
}

function listOf(rows: Awaited<ReturnType<typeof selectToDo>>): ToDoList {
  const [first] = rows;
  if (!first) throw new LeewayError('not-found', 'You are no person that Leeway knows.');
  const { zone, today, total, late, waiting } = first;
  const items = rows.flatMap(({ matter, modelTitle, ownerName, awayUntil }) =>
    matter ? [{ ...matter, modelTitle: modelTitle ?? matter.modelId, ownerName, awayUntil }] : [],
  );
  return { items, total, late, waiting, zone, today };
}
