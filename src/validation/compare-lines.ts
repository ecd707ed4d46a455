import { fill } from './fill.ts';
import type { ComparedLine, Gate } from './schemas.ts';

/**
 * What a version's checks say for it, against it, and not at all: a sentence each with its facts, the weightiest first.
 * Takes the checks of one version.
 */
export function compareLines(gates: readonly Gate[]): { better: ComparedLine[]; worse: ComparedLine[]; notKnown: string[] } {
  const lines = (side: 'better' | 'worse'): ComparedLine[] =>
    gates
      .flatMap(({ gate, evidence, facts }) => (evidence.line?.side === side ? [{ ...evidence.line, gate, facts }] : []))
      .sort((left, right) => right.weight - left.weight)
      .map(({ text, facts, gate, weight, short, gist }) => ({
        ...fill(text, facts),
        gate,
        weight,
        ...(short ? { short: fill(short, facts).text } : {}),
        ...(gist ? { gist } : {}),
      }));
  const notMeasured = [...new Set(gates.flatMap(({ evidence }) => evidence.notKnown ?? []))];
  return { better: lines('better'), worse: lines('worse'), notKnown: [...notMeasured, ...unfinished(gates)] };
}

/** Checks without a result, those of one reason together. */
function unfinished(gates: readonly Gate[]): string[] {
  const open = gates.filter(({ state }) => state !== 'passed' && state !== 'failed');
  return [
    ...Map.groupBy(
      open,
      ({ state, said }) => `${state === 'not-run' ? 'not checked' : 'still being checked'}.${said ? ` ${said}` : ''}`,
    ),
  ].map(([why, ones]) => `${ones.map(({ title }, index) => (index === 0 ? title : lowered(title))).join(', ')}: ${why}`);
}

const lowered = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);
