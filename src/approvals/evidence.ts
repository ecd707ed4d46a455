import type { GateState } from '../db/schema/validation.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { sha256 } from '../shared/ids.ts';
import type { Claim } from './claim.ts';
import type { DeputyTerm, Sitting } from './seats.ts';

/** A sentence with its figures in it, and the ids of the facts they are. */
export interface Line {
  text: string;
  facts: string[];
  /** The same with the figures that matter alone, for whoever has ten seconds. */
  short?: string;
  /** Which check says it, how much it weighs, and what it is in a few words; for the question alone. */
  gate?: string;
  weight?: number;
  gist?: string;
}
export interface GateShown {
  gate: string;
  title: string;
  state: GateState;
  required: boolean;
  mayBeOutvoted: boolean;
  reason: string | null;
  /** Required, and no version of this model can pass it; `reason` says why. */
  never?: true;
  facts: string[];
  /** Of state, reason and exact figures; the same when the check was made again with the same result. */
  hash: string;
}

/** What a reader of a card's revision saw of the matter itself. */
export interface Shown {
  serving: number | null;
  /** The artifact's SHA-256. */
  digest: string | null;
  fallback: number | null;
  gates: GateShown[];
  better: Line[];
  worse: Line[];
  notKnown: string[];
  /** People who had voted and may not sit any more. */
  gone: string[];
}

/** What is kept beside a request. */
export interface Evidence {
  shown: Shown;
  /** Who might sit, and who stood in for them, when the request was made. */
  sitting: Sitting;
  deputies: DeputyTerm[];
  /** Whose own rights a change of configuration would touch. */
  concerned: string[];
  /** The card's revision from which this is shown: a click on an older one saw something else. */
  since: number;
  /** The revision from which the matter itself is so: an agreement given to an older one does not count any more. */
  matterSince: number;
  /** Of a request that was made at the command line. */
  claim?: Claim;
}

const emptyShown: Shown = {
  serving: null,
  digest: null,
  fallback: null,
  gates: [],
  better: [],
  worse: [],
  notKnown: [],
  gone: [],
};
/** Of a request that is about no version: a change of configuration, a standing rule. */
export const nothingShown = (): Shown => structuredClone(emptyShown);

/** SHA-256 over everything shown but the facts' ids: the same evidence has the same hash though it was computed again. */
export const evidenceHash = (shown: Shown): string => sha256(canonicalJson(comparable(shown)));

export const gatesHash = (shown: Shown): string => sha256(canonicalJson(comparable(shown).gates));

export const gateStates = (shown: Shown): Record<string, GateState> =>
  Object.fromEntries(shown.gates.map((one) => [one.gate, one.state]));

export const factIdsOf = ({ gates, better, worse }: Shown): string[] => [
  ...new Set([...gates, ...better, ...worse].flatMap((one) => one.facts)),
];

const stateWords: Record<GateState, string> = {
  waiting: 'waits',
  running: 'is running',
  passed: 'passed',
  failed: 'failed',
  'not-run': 'was not run',
};

/** What is different, a clause each, for “changed since you looked: …”. Empty when nothing is. Pure. */
export function sayChanges(before: Shown, after: Shown): string[] {
  const [was, is] = [comparable(before), comparable(after)];
  const said: string[] = [];
  if (was.serving !== is.serving)
    said.push(is.serving === null ? 'nothing is live there any more' : `version ${is.serving} is live now`);
  if (was.digest !== is.digest) said.push('the version itself is another one');
  for (const one of is.gates) {
    const old = was.gates.find((gate) => gate.gate === one.gate);
    if (old === undefined) said.push(`the check “${one.title}” was added and ${stateWords[one.state]}`);
    else if (old.state !== one.state)
      said.push(`the check “${one.title}” ${stateWords[one.state]}; it ${stateWords[old.state]} before`);
    else if (canonicalJson(old) !== canonicalJson(one)) said.push(`the check “${one.title}” shows other figures`);
  }
  for (const old of was.gates)
    if (!is.gates.some((gate) => gate.gate === old.gate)) said.push(`the check “${old.title}” is not there any more`);
  for (const [part, words] of lineParts)
    if (canonicalJson(was[part]) !== canonicalJson(is[part])) said.push(`what is ${words} is said otherwise`);
  for (const name of is.gone) if (!was.gone.includes(name)) said.push(`${name}, who had voted, cannot decide on it any more`);
  for (const name of was.gone) if (!is.gone.includes(name)) said.push(`${name} can decide on it again`);
  return said;
}

const lineParts = [
  ['better', 'better'],
  ['worse', 'worse'],
  ['notKnown', 'not known'],
] as const;

/** Facts are compared by what they say, not by when they were computed. */
function comparable(shown: Shown) {
  const gates = shown.gates.map(({ facts: _facts, ...one }) => one);
  const said = ({ text }: Line) => ({ text });
  return { ...shown, gates, better: shown.better.map(said), worse: shown.worse.map(said) };
}
