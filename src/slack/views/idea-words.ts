import type { Framing } from '../../framing/read-framing.ts';
import type { Part } from '../../framing/schemas.ts';
import { sayFact } from '../../shared/say-fact.ts';

export const partNames: Record<Part, string> = { expert: 'expert', scientist: 'data science', operations: 'operations' };
export const ownerNames = { business: 'business', operations: 'operations', 'data-science': 'data science' } as const;

/** The idea in its asker's words, or what is left of it. */
export const ideaWords = ({ number, words }: Pick<Framing, 'number' | 'words'>): string => words ?? `idea ${number}`;

/** Where an idea stands, in a line. */
export function standingOf({ state, outcome, next, questions }: Framing): { symbol: string; words: string } {
  const answered = questions.filter((one) => one.answer).length;
  switch (state) {
    case 'open':
      return {
        symbol: '💡',
        words: next
          ? `${answered} of ${questions.length} questions answered`
          : 'every question is answered: is it worth a model?',
      };
    case 'kpi':
      return { symbol: '✓', words: `it became a planned model: ${outcome?.title ?? 'named elsewhere'}` };
    case 'not-worth':
      return { symbol: '✗', words: 'not worth a model' };
    case 'withdrawn':
      return { symbol: '↩', words: 'withdrawn' };
  }
}

/** `missed connections: 12 % now, to reach 8 %`. */
export function measureOf({ kpi }: NonNullable<Framing['outcome']>): string {
  const say = (value: number) => sayFact({ value, unit: kpi.unit }, 'plain');
  return `${kpi.phrase}: ${say(kpi.baseline)} now, to reach ${say(kpi.target)}`;
}

/** What a question that is asked now says: itself, and what a good answer looks like. */
export const askedWithExample = ({ ask, example }: { ask: string; example: string }): string =>
  `${ask} For example: “${example}”`;
