import type { Ctx } from '../db/ctx.ts';
import type { Fact } from '../shared/fact.ts';
import { compareLines } from '../validation/compare-lines.ts';
import { gatesHash } from '../validation/gates-hash.ts';
import { readGates } from '../validation/read-gates.ts';
import { readNeverPasses, type NeverPasses } from '../validation/never-passes.ts';
import type { ComparedLine, GateName } from '../validation/schemas.ts';
import { nothingShown, type GateShown, type Line, type Shown } from './evidence.ts';
import type { PolicySpec } from './policy.ts';
import { selectRunning, selectVersionsOf } from './subject-store.ts';

export interface Subject {
  modelId: string;
  environment: string;
  version: number;
  fallbackVersion: number | null;
}

/** What speaks for and against a promotion at this instant, as a card would show it. `ctx` reads everything. */
export async function gatherShown(ctx: Ctx, subject: Subject, policy: Pick<PolicySpec, 'gates'>): Promise<Shown> {
  const { modelId, version } = subject;
  const [row] = await selectVersionsOf(ctx.db, modelId, [version]);
  const gates = await readGates(ctx, [{ modelId, version }]);
  const { better, worse, notKnown } = compareLines(gates);
  const found = gates.map((one): GateShown => {
    const { gate, title, state, said } = one;
    return {
      gate,
      title,
      state,
      reason: said,
      facts: idsOf(Object.values(one.facts)),
      hash: gatesHash([one]),
      ...standing(policy, gate),
    };
  });
  return {
    ...nothingShown(),
    serving: await selectRunning(ctx.db, modelId, subject.environment),
    digest: row?.artifactDigest ?? null,
    fallback: subject.fallbackVersion,
    gates: withNever([...found, ...missingFrom(found, policy)], await readNeverPasses(ctx, modelId)),
    better: better.map(lineOf),
    worse: worse.map(lineOf),
    notKnown,
  };
}

const idsOf = (facts: readonly Fact[]): string[] => [...new Set(facts.map((one) => one.id))].sort();
const lineOf = ({ facts, ...one }: ComparedLine): Line => ({ ...one, facts: idsOf(facts) });

const standing = ({ gates: { required, mayBeOutvoted } }: Pick<PolicySpec, 'gates'>, gate: string) => ({
  required: required.includes(gate),
  mayBeOutvoted: mayBeOutvoted.includes(gate),
});

const withNever = (gates: readonly GateShown[], never: NeverPasses): GateShown[] =>
  gates.map((one) => {
    const why = one.required ? never[one.gate as GateName] : undefined;
    return why ? { ...one, reason: why, never: true } : one;
  });

/** A gate that the policy asks for and that nobody has set up was not run: it is never left out. */
function missingFrom(found: readonly GateShown[], policy: Pick<PolicySpec, 'gates'>): GateShown[] {
  const missing = policy.gates.required.filter((gate) => !found.some((one) => one.gate === gate));
  return missing.map((gate) => ({
    gate,
    title: gate.replaceAll('-', ' '),
    state: 'not-run',
    reason: 'This version was never checked for it.',
    facts: [],
    hash: '',
    ...standing(policy, gate),
  }));
}
