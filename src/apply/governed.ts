import { canonicalJson } from '../shared/canonical.ts';
import type { State, SubjectKind } from './state.ts';

/**
 * What decides who may do what, and who must agree: once two people share the work, a change of it waits for another
 * person. `whole`: the subject with all its fields; `comes and goes`: that it is there at all, and these fields.
 */
const governed: Record<SubjectKind, { whole?: true; comesAndGoes?: true; fields?: readonly string[] }> = {
  organisation: { fields: ['auditChannel'] },
  team: { whole: true },
  person: { comesAndGoes: true, fields: ['slack', 'accounts', 'roles', 'teams', 'deputies'] },
  rota: { whole: true },
  policy: { whole: true },
  deployer: { whole: true },
  // The risk class chooses the policy; the checks' settings decide what a version must bring; sampling shows single rows.
  model: { fields: ['owners', 'team', 'risk', 'checks', 'sampling'] },
  audience: {},
};

/**
 * Which fields of a change are governed. A model's monitor is where it comes or goes: with it come the settings of its
 * checks, which nobody may loosen by taking it away and setting it up again.
 */
export function governedFields<K extends SubjectKind>(
  kind: K,
  stored: State[K][string] | undefined,
  wanted: State[K][string] | undefined,
): (field: string) => boolean {
  const { whole, fields = [] } = governed[kind];
  const all = stored && wanted && isWatched(stored) !== isWatched(wanted) ? [...fields, 'monitor'] : fields;
  return (field) => whole === true || all.includes(field) || (field === 'email' && isUnbound(stored));
}

/** A person without a Slack account gets the one that their address leads to: until then it decides who they are. */
const isUnbound = (one: object | undefined): boolean => one !== undefined && 'slack' in one && one.slack === null;

const isWatched = (one: object): boolean => 'monitor' in one && one.monitor !== null;

/** Whether a subject may neither appear nor vanish without another person. */
export const isGovernedSubject = (kind: SubjectKind): boolean =>
  governed[kind].whole === true || governed[kind].comesAndGoes === true;

type One<K extends SubjectKind> = State[K][string];

/** A new model is nobody's until another person has agreed to who owns it: owners sit in seats and hold its switch. */
export const governedFromBirth = (kind: SubjectKind): readonly string[] => (kind === 'model' ? ['owners'] : []);

/** A new subject without what of it waits for another person. */
export const bornWithout = <K extends SubjectKind>(kind: K, wanted: One<K>): One<K> => ({
  ...wanted,
  ...Object.fromEntries(governedFromBirth(kind).map((field) => [field, {}])),
});

/** What is free of a change: the wanted subject with its governed parts as they are; undefined where nothing is. */
export function freePart<K extends SubjectKind>(kind: K, stored: One<K> | undefined, wanted: One<K>): One<K> | undefined {
  if (!stored) return isGovernedSubject(kind) ? undefined : bornWithout(kind, wanted);
  return mix(wanted, stored, governedFields(kind, stored, wanted));
}

/** What is governed of a change: the stored subject with its governed parts as they are wanted. */
export function governedPart<K extends SubjectKind>(kind: K, stored: One<K> | undefined, wanted: One<K>): One<K> {
  return stored ? mix(stored, wanted, governedFields(kind, stored, wanted)) : wanted;
}

function mix<T extends object>(base: T, other: T, takesOther: (field: string) => boolean): T {
  const fields = [...new Set([...Object.keys(base), ...Object.keys(other)])];
  const values = (from: object) => from as Record<string, unknown>;
  return Object.fromEntries(
    fields.map((field) => [field, values(takesOther(field) ? other : base)[field]]).filter(([, value]) => value !== undefined),
  ) as T;
}

/** Only what is governed of a change, as texts that are the same for equal values; null for what is not there. */
export function governedTexts<K extends SubjectKind>(
  kind: K,
  stored: One<K> | undefined,
  wanted: One<K> | undefined,
): { before: string | null; after: string | null } {
  const isGoverned = governedFields(kind, stored, wanted);
  const textOf = (one: One<K> | undefined) =>
    one ? canonicalJson(Object.fromEntries(Object.entries(one).filter(([field]) => isGoverned(field)))) : null;
  return { before: textOf(stored), after: textOf(wanted) };
}
