import type { Shown } from './evidence.ts';
import type { RequestRow } from './request-store.ts';

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
  const place =
    shown.serving === null ? `go live in ${row.environment}` : `take the place of version ${shown.serving} in ${row.environment}`;
  const failed = shown.gates.filter((one) => one.state === 'failed').map((one) => `“${one.title}”`);
  const although = failed.length === 0 ? '' : `, although ${failed.join(' and ')} failed`;
  const now = row.breakGlass ? ' at once, without the usual agreement' : '';
  return `Should version ${row.version} of ${title} ${place}${now}${although}?`;
}
