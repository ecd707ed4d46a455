import { canonicalJson } from '../shared/canonical.ts';
import { sha256 } from '../shared/ids.ts';
import type { Gate } from './schemas.ts';

/** Neither the gist nor the short line says more than the line does. */
function lineOf({ line }: Gate['evidence']) {
  if (!line) return null;
  const { gist: _gist, short: _short, ...said } = line;
  return said;
}

/**
 * Names what a set of checks says, SHA-256 in hexadecimal: equal as long as no state, reason or figure has moved. A check
 * that was made again with the same result says the same.
 */
export function gatesHash(gates: readonly Gate[]): string {
  const said = gates.map(({ modelId, version, gate, state, reason, facts, evidence }) => [
    modelId,
    version,
    gate,
    state,
    reason,
    lineOf(evidence),
    Object.fromEntries(
      Object.entries(facts).map(([slot, { value, unit, periodStart, periodEnd }]) => [
        slot,
        [value, unit, periodStart, periodEnd],
      ]),
    ),
  ]);
  return sha256(canonicalJson(said.sort((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1))));
}
