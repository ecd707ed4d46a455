import type { Line, LineRole } from './line.ts';

/** What an executive reads on a phone in two minutes. */
export const maxWords = 130;

/** What goes into the thread first when there is too much to say. The headline and how much was checked always stay. */
const leastImportant: LineRole[] = ['not-measured', 'part', 'still-open', 'cause', 'data', 'drift', 'change', 'error', 'kpi'];

export const countWords = (lines: readonly Pick<Line, 'text'>[]): number =>
  lines.reduce((sum, { text }) => sum + text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length, 0);

/** Moves whole lines, the least important and the last of them first, until the rest has at most `maxWords` words. */
export function fit(headline: Line, lines: readonly Line[]): { lines: Line[]; moved: Line[] } {
  const left = [...lines];
  const moved: Line[] = [];
  for (const role of leastImportant) {
    for (let index = left.length - 1; index >= 0; index--) {
      if (countWords([headline, ...left]) <= maxWords) return { lines: left, moved };
      if (left[index]?.role === role) moved.unshift(...left.splice(index, 1));
    }
  }
  return { lines: left, moved };
}
