import type { Line } from '../digest/line.ts';
import type { Tell } from './tell.ts';

const known = new Set([
  'error-outside',
  'error-shift',
  'kpi-outside',
  'kpi-shift',
  'rows-short',
  'values-missing',
  'input-drift',
  'prediction-drift',
  'outcome-drift',
  'run-failed',
  'run-abstained',
]);

/** What is the matter, as a part of a sentence: `it missed by more than usual`. Rests on every fact of the finding. */
export function verdictOf(
  tell: Tell,
  finding: { kind: string; words: Record<string, string>; slots: Record<string, string> },
  words: Record<string, string>,
): Line {
  const kind = known.has(finding.kind) ? finding.kind : 'other';
  return tell(`verdict.${kind}`, 'detail', {
    words: { phrase: 'figures', ...words, ...finding.words },
    rests: Object.values(finding.slots),
  });
}
