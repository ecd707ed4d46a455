import type { FramingRow } from './store.ts';
import type { Question } from './questions.ts';
import { parts, type Conclusion, type Part } from './schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { listWords } from '../shared/list-words.ts';

/** Days without a step after which an idea is brought back; each time it is left alone the next comes later. */
const quietDays = [7, 14, 28];
const dayMs = 24 * 60 * 60 * 1_000;

/** When an idea is brought back that nobody touched since `since`, after so many reminders in vain. */
export const bringBackAt = (since: Date, reminders: number): Date =>
  new Date(since.getTime() + quietDays[Math.min(reminders, quietDays.length - 1)]! * dayMs);

export const idOfPart: Record<Part, 'expertId' | 'scientistId' | 'operationsId'> = {
  expert: 'expertId',
  scientist: 'scientistId',
  operations: 'operationsId',
};

/** Everybody whom an idea names, each once, with the part they have in it; who asked comes last. */
export function partsOf(row: FramingRow): { personId: string; part: Part | 'asker' }[] {
  const named = parts.flatMap((part) => {
    const personId = row[idOfPart[part]];
    return personId === null ? [] : [{ personId, part: part as Part | 'asker' }];
  });
  const all = [...named, { personId: row.byId, part: 'asker' as const }];
  return all.filter((one, index) => all.findIndex((other) => other.personId === one.personId) === index);
}

/** The first question without an answer; undefined when all have one. */
export const nextQuestion = (all: readonly Question[], answered: ReadonlySet<string>): Question | undefined =>
  all.find((one) => !answered.has(one.id));

/** Throws where what is hoped for is no gain over what is. */
export function assertGain({ better, baseline, target }: Conclusion['kpi']): void {
  if (better === 'higher' ? target > baseline : target < baseline) return;
  const wrong =
    target === baseline
      ? 'the same as today'
      : `${better === 'higher' ? 'lower' : 'higher'} than today, and ${better} is better here`;
  throw new LeewayError('invalid', `What it should reach is ${wrong}.`, {
    field: 'target',
    hint: 'Give the figure that would make the work worth it.',
  });
}

/** Throws with the questions that nobody has answered. */
export function assertAnswered(all: readonly Question[], answered: ReadonlySet<string>): void {
  const missing = all.filter((one) => !answered.has(one.id));
  if (missing.length === 0) return;
  throw new LeewayError(
    'conflict',
    `Not everything is answered yet: ${listWords(missing.map((one) => one.short.toLowerCase()))}.`,
    {
      hint: '“Nobody knows yet” is an answer too, if it is written down.',
    },
  );
}

/** A name as an id: lower case, dashes, no more than 60 characters; `idea-3` where nothing of it is left. */
export function slugOf(title: string, otherwise: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug || otherwise;
}
