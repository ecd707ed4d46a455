import { z } from 'zod';
import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { systemActor } from '../shared/actor.ts';
import { carryOut } from './carry-out.ts';
import { bornWithout, freePart, governedPart, governedTexts, isGovernedSubject } from './governed.ts';
import { planSubject, type Change } from './plan.ts';
import { respectDecisions } from './respect.ts';
import { lockApplied, saveApplied } from './store.ts';
import type { State, SubjectKind } from './state.ts';
import { storedState } from './stored-state.ts';

export const kinds = [
  'organisation',
  'team',
  'person',
  'rota',
  'deployer',
  'policy',
  'model',
  'audience',
] as const satisfies SubjectKind[];
const applied = z.partialRecord(z.enum(kinds), z.array(z.string()));
export type Applied = z.infer<typeof applied>;

/** What of a file is carried out: everything, what needs nobody else, or what somebody else has agreed to. */
export type Part = 'everything' | 'free' | 'governed';

export interface Comparison {
  wanted: State;
  stored: State;
  /** What the files of this installation have named so far, with what this one names. */
  named: Record<SubjectKind, string[]>;
  before: Applied;
  prune: boolean;
  isSeparated: boolean;
}

/** Holds the applied file and reads what the database has of everything that it and the wanted state name. */
export async function compare(
  w: WriteCtx,
  wanted: State,
  options: { prune: boolean; isSeparated: boolean },
): Promise<Comparison> {
  const before = applied.parse(await lockApplied(w.db));
  const named = Object.fromEntries(
    kinds.map((kind) => [kind, [...new Set([...Object.keys(wanted[kind]), ...(before[kind] ?? [])])]]),
  ) as Record<SubjectKind, string[]>;
  // The right to apply a file includes the right to see what it is about to change.
  const reader: Ctx = { ...w, actor: systemActor('apply') };
  return { wanted, before, named, stored: await storedState(reader, named), ...options };
}

export interface Applying {
  /** What was carried out. */
  changes: Change[];
  /** What of the file waits for another person. */
  waiting: Change[];
  /** What only `prune` would remove. */
  kept: Change[];
  /** What the file says and is decided elsewhere. */
  left: Change[];
  /** The governed parts that would change, before and after: the same text for the same change. */
  governed: { subject: string; before: string | null; after: string | null }[];
}

/** Carries out a part of a comparison, in the caller's transaction. */
export async function applyPart(w: WriteCtx, comparison: Comparison, part: Part): Promise<Applying> {
  const tally: Applying = { changes: [], waiting: [], kept: [], left: [], governed: [] };
  const now: Applied = {};
  for (const kind of kinds) now[kind] = await applyKind(w, kind, comparison, part, tally);
  if (JSON.stringify(now) !== JSON.stringify(comparison.before)) await saveApplied(w.db, now);
  return tally;
}

/** Returns the ids that the applied file names from now on. */
async function applyKind<K extends SubjectKind>(
  w: WriteCtx,
  kind: K,
  { stored, wanted, named, prune, isSeparated }: Comparison,
  part: Part,
  tally: Applying,
): Promise<string[]> {
  type One = State[K][string];
  const [before, after] = [stored[kind] as Record<string, One>, wanted[kind] as Record<string, One>];
  for (const [id, one] of Object.entries(after)) {
    const respected = respectDecisions(kind, id, one, before[id], { isSeparated, left: tally.left });
    const plan = planSubject<One & object>(kind, id, before[id] as (One & object) | undefined, respected as One & object, prune);
    tally.kept.push(...plan.kept);
    const waits = plan.changes.filter((change) => part !== 'everything' && change.governed);
    if (waits.length > 0) {
      tally.waiting.push(...waits);
      tally.governed.push({
        subject: `${kind}:${id}`,
        ...governedTexts(kind, standing(kind, before[id], plan.wanted as One), plan.wanted as One),
      });
    }
    const mine = part === 'governed' ? waits : plan.changes.filter((change) => !waits.includes(change));
    const target = partOf(part, kind, before[id], plan.wanted as One);
    if (mine.length === 0 || !target) continue;
    tally.changes.push(...mine);
    await carryOut[kind].put(w, id, target, before[id]);
  }
  const gone = named[kind].filter((id) => !Object.hasOwn(after, id));
  const removed = await removeGone(w, kind, { gone, before, prune, part }, tally);
  return named[kind].filter((id) => !removed.includes(id));
}

/** What a change is held against: a new model stands without owners before anybody is asked about them. */
const standing = <K extends SubjectKind>(kind: K, stored: State[K][string] | undefined, wanted: State[K][string]) =>
  stored ?? (isGovernedSubject(kind) ? undefined : bornWithout(kind, wanted));

function partOf<K extends SubjectKind>(
  part: Part,
  kind: K,
  stored: State[K][string] | undefined,
  wanted: State[K][string],
): State[K][string] | undefined {
  if (part === 'everything') return wanted;
  return part === 'free' ? freePart(kind, stored, wanted) : governedPart(kind, stored, wanted);
}

/** Returns the ids of what is no longer there. */
async function removeGone<K extends SubjectKind>(
  w: WriteCtx,
  kind: K,
  { gone, before, prune, part }: { gone: string[]; before: Record<string, State[K][string]>; prune: boolean; part: Part },
  tally: Applying,
): Promise<string[]> {
  const removed = gone.filter((id) => !before[id]);
  for (const id of gone) {
    const one = before[id];
    if (!one || kind === 'organisation' || ('stage' in one && one.stage === 'retired')) {
      if (one && prune) removed.push(id);
      continue;
    }
    const isGoverned = isGovernedSubject(kind);
    const change: Change = { subject: `${kind}:${id}`, text: `- ${kind} ${id}`, ...(isGoverned ? { governed: true } : {}) };
    if (!prune) {
      tally.kept.push(change);
      continue;
    }
    const waits = part !== 'everything' && isGoverned;
    if (waits) {
      tally.waiting.push(change);
      tally.governed.push({ subject: change.subject, ...governedTexts(kind, one, undefined) });
    }
    if (waits ? part === 'governed' : part !== 'governed') {
      tally.changes.push(change);
      await carryOut[kind].remove(w, id, one);
      removed.push(id);
    }
  }
  return removed;
}
