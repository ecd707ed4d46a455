import type { Line, Shown } from './evidence.ts';
import type { RequestRow } from './request-store.ts';

/** A check of this weight is what a version is wanted or feared for; what weighs less stands on the card beside it. */
const weighty = 80;

/** The decision as one question that a person who is no engineer can answer. Pure. */
export function sayQuestion(
  row: Pick<RequestRow, 'kind' | 'version' | 'environment' | 'breakGlass'>,
  title: string,
  shown: Shown,
  changes: readonly string[],
): string {
  if (row.kind === 'configuration')
    return changes.length === 1 ? 'Should this change be made?' : `Should these ${changes.length} changes be made, all of them?`;
  if (row.kind === 'standing-rule')
    return `Should Leeway do this by itself for ${title} in ${row.environment}, without asking anybody first?`;
  const choice = row.breakGlass ? undefined : sayChoice(shown);
  if (choice) return choice;
  const place =
    shown.serving === null ? `go live in ${row.environment}` : `take the place of version ${shown.serving} in ${row.environment}`;
  // In an emergency no check is asked for, and what failed is told all the same.
  const failed = (row.breakGlass ? shown.gates.filter((one) => one.state === 'failed') : failedOf(shown)).map(
    (one) => `“${one.title}”`,
  );
  const although = failed.length === 0 ? '' : `, although ${andOf(failed)} failed`;
  const now = row.breakGlass ? ' at once, without the usual agreement' : '';
  return `Should version ${row.version} of ${title} ${place}${now}${although}?`;
}

/** “Is a smaller typical miss worth calling fewer late flights beforehand?”, where it comes down to one gain and one cost. */
function sayChoice(shown: Shown): string | undefined {
  const [gain, cost] = [heaviest(shown.better), heaviest(shown.worse)];
  if (!gain?.gist || !cost?.gist) return undefined;
  // A check that the policy asks for and that failed is never left out of the question.
  const untold = failedOf(shown).some((one) => one.gate !== cost.gate);
  return untold ? undefined : `Is ${gain.gist} worth ${cost.gist}?`;
}

/** The one line that weighs most; undefined where several do. */
function heaviest(lines: readonly Line[]): Line | undefined {
  const heavy = lines.filter((one) => (one.weight ?? 0) >= weighty);
  const [first, ...others] = heavy.length > 0 ? heavy : lines;
  return others.length === 0 ? first : undefined;
}

/** What failed of what must hold; the rest stands on the card among what is worse. */
const failedOf = ({ gates }: Shown) => gates.filter((one) => one.required && one.state === 'failed');

const andOf = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
