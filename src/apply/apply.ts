import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { sha256 } from '../shared/ids.ts';
import { carryOut } from './carry-out.ts';
import { parseLeewayFile } from './parse-file.ts';
import { planSubject, type Change } from './plan.ts';
import { saveApplied, lockApplied } from './store.ts';
import type { State, SubjectKind } from './state.ts';
import { storedState } from './stored-state.ts';
import { wantedState } from './wanted-state.ts';

export interface ApplyOptions {
  /** Says what would change and changes nothing. */
  dryRun?: boolean;
  /** Also removes what an earlier file had and this one has not. */
  prune?: boolean;
}

export interface ApplyResult {
  dryRun: boolean;
  /** What was (a dry run: would be) added `+`, changed `~` and removed `-`, a line each. */
  changes: Change[];
  /** What only `prune` would remove. */
  kept: Change[];
}

const kinds = ['organisation', 'team', 'person', 'model', 'audience'] as const satisfies SubjectKind[];
const applied = z.partialRecord(z.enum(kinds), z.array(z.string()));
type Applied = z.infer<typeof applied>;

/** A dry run does everything and then takes it back, so that what the database would refuse is found too. */
class TakeBack extends Error {
  readonly result: ApplyResult;
  constructor(result: ApplyResult) {
    super('dry run');
    this.result = result;
  }
}

/**
 * Makes the database say what leeway.yml says, in one transaction; the same file again changes nothing. `file.path` is
 * where it lies: data paths in it are relative to its folder. Throws `config` for a wrong file, with every line that is
 * wrong, and `conflict` where it contradicts what can never change.
 */
export async function applyConfig(
  ctx: Ctx,
  file: { source: string; path: string },
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  authorise(ctx.actor, 'config.apply');
  const wanted = wantedState(parseLeewayFile(file.source, file.path), file.path);
  const { dryRun = false, prune = false } = options;
  try {
    return await write(ctx, async (w) => {
      const result = await applyState(w, wanted, prune);
      if (dryRun) throw new TakeBack({ ...result, dryRun });
      auditChanges(w, result.changes);
      return { ...result, dryRun };
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
    const { changes, kept } = error.result;
    const detail = { file: sha256(file.source), changes: changes.length, kept: kept.length, prune };
    await write(ctx, async (w) => w.audit({ verb: 'config.dry-run', subject: 'config', detail }));
    return error.result;
  }
}

async function applyState(w: WriteCtx, wanted: State, prune: boolean): Promise<Pick<ApplyResult, 'changes' | 'kept'>> {
  const before = applied.parse(await lockApplied(w.db));
  const named = (kind: SubjectKind) => [...new Set([...Object.keys(wanted[kind]), ...(before[kind] ?? [])])];
  // The right to apply a file includes the right to see what it is about to change.
  const reader: Ctx = { ...w, actor: systemActor('apply') };
  const stored = await storedState(reader, {
    person: named('person'),
    model: named('model'),
    team: named('team'),
    audience: named('audience'),
  });
  const changes: Change[] = [];
  const kept: Change[] = [];
  const now: Applied = {};
  for (const kind of kinds) {
    const removed = await applyKind(w, kind, stored, wanted, { named: named(kind), prune, changes, kept });
    now[kind] = named(kind).filter((id) => !removed.includes(id));
  }
  if (JSON.stringify(now) !== JSON.stringify(before)) await saveApplied(w.db, now);
  return { changes, kept };
}

interface Tally {
  named: string[];
  prune: boolean;
  changes: Change[];
  kept: Change[];
}

/** Returns the ids of what is no longer there. */
async function applyKind<K extends SubjectKind>(
  w: WriteCtx,
  kind: K,
  stored: State,
  wanted: State,
  tally: Tally,
): Promise<string[]> {
  const [before, after] = [stored[kind] as Record<string, State[K][string]>, wanted[kind] as Record<string, State[K][string]>];
  for (const [id, one] of Object.entries(after)) {
    const plan = planSubject(kind, id, before[id], withPredictions(respectChoices(one, before[id]), before[id]), tally.prune);
    tally.changes.push(...plan.changes);
    tally.kept.push(...plan.kept);
    if (plan.changes.length > 0) await carryOut[kind].put(w, id, plan.wanted, before[id]);
  }
  const gone = tally.named.filter((id) => !Object.hasOwn(after, id));
  for (const id of gone) {
    const one = before[id];
    if (!one || kind === 'organisation' || ('stage' in one && one.stage === 'retired')) continue;
    (tally.prune ? tally.changes : tally.kept).push({ subject: `${kind}:${id}`, text: `- ${kind} ${id}` });
    if (tally.prune) await carryOut[kind].remove(w, id, one);
  }
  return tally.prune ? gone : gone.filter((id) => !before[id]);
}

/** How the answers of a version are computed belongs to the version, and a version that no file mentions stays too. */
function withPredictions<T extends object>(wanted: T, stored: T | undefined): T {
  const after = monitorOf(wanted);
  const before = stored && monitorOf(stored);
  if (!after || !before) return wanted;
  return { ...wanted, monitor: { ...after, predictions: { ...before.predictions, ...after.predictions } } };
}

const monitorOf = (one: object): MonitorSpec | null =>
  'monitor' in one ? (one as { monitor: MonitorSpec | null }).monitor : null;

/** A person's own choice of digest outlasts every file. */
function respectChoices<T extends object>(wanted: T, stored: T | undefined): T {
  return stored && 'digest' in stored && stored.digest ? { ...wanted, digest: stored.digest } : wanted;
}

/** One entry a subject; of a very large change one for fifty subjects, since a transaction's entries are bounded. */
function auditChanges(w: WriteCtx, changes: Change[]): void {
  const bySubject = Map.groupBy(changes, (change) => change.subject);
  const say = (ones: Change[]) => ones.slice(0, maxLines).map((change) => change.text);
  if (bySubject.size <= maxEntries) {
    for (const [subject, ones] of bySubject)
      w.audit({ verb: 'config.apply', subject, detail: { count: ones.length, changes: say(ones) } });
    return;
  }
  const groups = [...bySubject.values()];
  for (let from = 0; from < groups.length; from += subjectsPerEntry) {
    const ones = groups.slice(from, from + subjectsPerEntry).flat();
    w.audit({ verb: 'config.apply', subject: 'config', detail: { count: ones.length, changes: say(ones) } });
  }
}

const maxEntries = 500;
const subjectsPerEntry = 50;
const maxLines = 1_000;
