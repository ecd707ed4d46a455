import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { fill } from './fill.ts';
import type { Gate, GateEvidence, Span, VersionKey } from './schemas.ts';
import { selectGates, type GateRow } from './store.ts';

const maxVersions = 100;

/** The checks of some versions, in order, in two statements. A version whose checks have not begun has none. */
export async function readGates(ctx: Ctx, versions: readonly VersionKey[]): Promise<Gate[]> {
  authorise(ctx.actor, 'validation.read');
  if (versions.length === 0) return [];
  if (versions.length > maxVersions)
    throw new LeewayError('too-large', `The checks of at most ${maxVersions} versions are read at once, not ${versions.length}.`);
  const rows = await selectGates(ctx.db, versions);
  const ids = [...new Set(rows.flatMap((row) => Object.values(row.slots)))];
  const facts = new Map((await readFacts(ctx, ids)).map((fact) => [fact.id, fact]));
  return rows.map((row) => gateOf(row, facts));
}

function gateOf(row: GateRow, stored: ReadonlyMap<string, Fact>): Gate {
  const { slots, fitStart, fitEnd, testStart, testEnd, evidence, ...rest } = row;
  const facts = Object.fromEntries(Object.entries(slots).map(([name, id]) => [name, stored.get(id)!]));
  return {
    ...rest,
    said: row.reason === null ? null : fill(row.reason, facts).text,
    facts,
    evidence: evidence as GateEvidence,
    fit: spanOf(fitStart, fitEnd),
    test: spanOf(testStart, testEnd),
  };
}

const spanOf = (start: string | null, end: string | null): Span | null => (start && end ? { start, end } : null);
