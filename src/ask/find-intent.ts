import { leastWeight, phrases, type Intent } from './phrases.ts';
import { audienceWords, dateWords, detailWords, industryWords } from './vocabulary.ts';

interface Rule {
  intent: Intent;
  weight: number;
  pattern: RegExp;
}

/** `how is * doing` as a pattern over words joined by one space. */
const compile = (phrase: string): RegExp =>
  new RegExp(`(?<!\\S)${phrase.replace(/ \* /g, '(?: \\S+){0,6} ').replace(/ \*$/, '(?: \\S+){0,6}')}(?!\\S)`);

const intents = Object.keys(phrases) as Intent[];
const rules: Rule[] = intents.flatMap((intent) =>
  phrases[intent].flatMap(([weight, list]) => list.split('; ').map((phrase) => ({ intent, weight, pattern: compile(phrase) }))),
);

const lettersOf = (list: readonly string[]) =>
  list
    .join(' ')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];
/** Every word the phrases are made of: what a misspelt word may have meant. */
export const vocabulary: ReadonlySet<string> = new Set([
  ...rules.flatMap((rule) => lettersOf([rule.pattern.source.replace(/\\[sSd]|MODEL|WHEN/g, ' ')])),
  ...dateWords,
  ...lettersOf([...Object.values(industryWords).flat(), ...Object.values(audienceWords).flat(), ...detailWords]),
]);

export interface Scores {
  best: Intent | undefined;
  of: (intent: Intent) => number;
}

/** Which intent the words (with MODEL and WHEN in place of names and periods) speak for. */
export function scoreIntents(words: string, extra: Partial<Record<Intent, number>> = {}): Scores {
  const sums = new Map<Intent, number>();
  for (const intent of intents) {
    let strongest = 0;
    let sum = 0;
    for (const rule of rules) {
      if (rule.intent !== intent || !rule.pattern.test(words)) continue;
      strongest = Math.max(strongest, rule.weight);
      sum += 1;
    }
    // Further phrases of one intent confirm it; a long list of synonyms must not outweigh one clear phrase.
    sums.set(intent, strongest === 0 ? 0 : strongest + Math.min(2, sum - 1) * 0.5);
  }
  for (const intent of intents) sums.set(intent, (sums.get(intent) ?? 0) + (extra[intent] ?? 0));
  let best: Intent | undefined;
  for (const intent of intents) if (sums.get(intent)! > (best ? sums.get(best)! : 0)) best = intent;
  return { best: best && sums.get(best)! > 0 ? best : undefined, of: (intent) => sums.get(intent) ?? 0 };
}

export const isUnderstood = (scores: Scores): boolean =>
  scores.best !== undefined && (scores.of(scores.best) >= leastWeight || scores.best === 'thanks' || scores.best === 'hello');
