import { championAlias } from '../registry/rules.ts';
import type { Change } from './plan.ts';
import type { ModelState, PersonState, State, SubjectKind } from './state.ts';

const laterToldParts = ['builtById', 'environmentSpec', 'environmentDigest', 'trainingDataUrl', 'labelDataUrl'] as const;

/**
 * What a file wants of a subject, short of what is not the file's to say: a person's own choice of digest and bound account, what a version
 * was told of itself elsewhere, versions that came since. `left` gets what is decided elsewhere, a line each.
 */
export function respectDecisions<K extends SubjectKind>(
  kind: K,
  id: string,
  wanted: State[K][string],
  stored: State[K][string] | undefined,
  { isSeparated, left }: { isSeparated: boolean; left: Change[] },
): State[K][string] {
  if (!stored) return wanted;
  if (kind === 'person') return keepOwn(wanted as PersonState, stored as PersonState) as State[K][string];
  if (kind !== 'model') return wanted;
  const [model, known] = [wanted as ModelState, stored as ModelState];
  const respected = { ...model, versions: keepTold(model, known), monitor: keepPredictions(model, known) };
  return (isSeparated ? keepServing(id, respected, known, left) : respected) as State[K][string];
}

/** A person's choice of digest, and the Slack account that their address once led to, pruned or not. */
const keepOwn = (person: PersonState, stored: PersonState): PersonState => ({
  ...person,
  ...(stored.digest ? { digest: stored.digest } : {}),
  ...(person.slack === null && person.email !== null ? { slack: stored.slack } : {}),
});

/**
 * Which version runs where is what people decide on with `/leeway promote`. A file that names another one, such as the one
 * that ran when it was written, neither goes back to it nor goes ahead.
 */
function keepServing(id: string, model: ModelState, stored: ModelState, left: Change[]): ModelState {
  const note = (what: string, before: number | undefined, after: number | undefined) => {
    if (after !== undefined && before !== after)
      left.push({ subject: `model:${id}`, text: `~ model ${id}: ${what} ${before ?? 'none'} → ${after}` });
  };
  for (const [environment, version] of Object.entries(model.environments))
    note(`environment ${environment}`, stored.environments[environment], version);
  const { [championAlias]: wantedServing, ...aliases } = model.aliases;
  const serving = stored.aliases[championAlias];
  note(`alias ${championAlias}`, serving, wantedServing);
  return {
    ...model,
    environments: stored.environments,
    aliases: { ...aliases, ...(serving === undefined ? {} : { [championAlias]: serving }) },
  };
}

/** What a version was told of itself elsewhere stays where the file is silent. */
function keepTold(model: ModelState, stored: ModelState): ModelState['versions'] {
  return Object.fromEntries(
    Object.entries(model.versions).map(([number, version]) => {
      const known = stored.versions[number];
      if (!known) return [number, version];
      const told = laterToldParts.filter((part) => version[part] === null).map((part) => [part, known[part]] as const);
      return [number, { ...version, ...Object.fromEntries(told) }];
    }),
  );
}

/** How versions are checked that were registered since the file was written. */
function keepPredictions({ monitor, versions }: ModelState, stored: ModelState): ModelState['monitor'] {
  if (!monitor || !stored.monitor) return monitor;
  const since = Object.entries(stored.monitor.predictions).filter(
    ([number]) => Object.hasOwn(stored.versions, number) && !Object.hasOwn(versions, number),
  );
  return since.length === 0 ? monitor : { ...monitor, predictions: { ...Object.fromEntries(since), ...monitor.predictions } };
}
