import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readPersons, readTeams } from '../people/read-persons.ts';
import { isSeparated } from '../people/separation.ts';
import { unsaid, type ImportedFields } from '../registry/imported-fields.ts';
import { readForImport, writeImported, type ImportedModel } from '../registry/import-models.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { LeewayError } from '../shared/errors.ts';
import type { ApplyResult } from './apply.ts';
import type { Applying } from './apply-state.ts';
import { askApproval } from './ask-approval.ts';
import { auditChanges } from './audit-changes.ts';
import { readModelsTable, type ModelLine, type WrongLine } from './models-csv.ts';
import type { Change } from './plan.ts';
import type { State } from './state.ts';
import { lockApplied } from './store.ts';

const maxShown = 50;
/** One request names every model whose owners would change. */
const maxWaiting = 1_000;

class TakeBack extends Error {
  readonly result: ApplyResult;
  constructor(result: ApplyResult) {
    super('dry run');
    this.result = result;
  }
}

/**
 * Registers or completes many models from a table, in one transaction and a number of statements that hardly depends on
 * theirs; the same table again changes nothing. What a cell leaves empty stays as it is. What was imported is no part of
 * leeway.yml: `apply --prune` never removes it, and a model that leeway.yml names is refused here. Once two people share
 * the work, owners, and the team or risk class of a model that is there, are asked for. Throws `config` with every wrong
 * line, 50 at most; nothing is written then.
 */
export async function importModels(
  ctx: Ctx,
  file: { source: string; path: string },
  options: { dryRun?: boolean } = {},
): Promise<ApplyResult> {
  authorise(ctx.actor, 'config.apply');
  const { dryRun = false } = options;
  const table = readModelsTable(file.source);
  try {
    return await write(ctx, async (w) => {
      const separated = await isSeparated(w);
      const part = await importPart(w, table, separated ? 'free' : 'everything');
      const result: ApplyResult = {
        dryRun,
        changes: part.changes,
        waiting: part.waiting,
        kept: [],
        left: [],
        warnings: [],
        isSeparated: separated,
      };
      if (part.waiting.length > 0) assertAskable(w, part.waiting);
      if (dryRun) throw new TakeBack(result);
      auditChanges(w, part.changes);
      if (part.waiting.length === 0) return result;
      return { ...result, request: await askApproval(w, { ...file, prune: false }, { ...part, wanted: part.named }) };
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
    return error.result;
  }
}

/** A request's payload is a table rather than leeway.yml. */
export const isModelsTable = (path: string): boolean => path.toLowerCase().endsWith('.csv');

type Part = 'everything' | 'free' | 'governed';

/** Carries out a part of a table in the caller's transaction; the governed one is what somebody else has agreed to. */
export async function importPart(
  w: WriteCtx,
  { models, wrong }: ReturnType<typeof readModelsTable>,
  part: Part,
): Promise<Pick<Applying, 'changes' | 'waiting' | 'governed'> & { named: State }> {
  const ids = models.map((one) => one.id);
  const problems = [...wrong, ...(await wrongReferences(w, models))];
  if (problems.length > 0) throw wrongTable(problems);
  const stored = await readForImport(w, ids);
  const tally: Pick<Applying, 'changes' | 'waiting' | 'governed'> = { changes: [], waiting: [], governed: [] };
  const targets = new Map<string, ImportedModel>();
  for (const model of models) {
    const before = stored.get(model.id);
    const wanted = completed(model, before);
    const isGoverned = (field: string) =>
      field === 'owners' || (before !== undefined && (field === 'teamId' || field === 'riskClass'));
    const changes = changesOf(model.id, before, wanted, isGoverned);
    const waits = part === 'everything' ? [] : changes.filter((change) => change.governed);
    const mine = part === 'governed' ? waits : changes.filter((change) => !waits.includes(change));
    if (waits.length > 0) {
      tally.waiting.push(...waits);
      tally.governed.push({
        subject: `model:${model.id}`,
        before: governedText(before ?? { ...wanted, owners: {} }),
        after: governedText(wanted),
      });
    }
    if (mine.length === 0) continue;
    tally.changes.push(...mine);
    targets.set(
      model.id,
      part === 'everything' ? wanted : mixed(before, wanted, (field) => isGoverned(field) === (part === 'governed')),
    );
  }
  await writeImported(w, targets);
  return { ...tally, named: await namesOf(w, models) };
}

/** What the table says over what is there, or over what a model has by default. */
function completed({ id, said, owners }: ModelLine, before: ImportedModel | undefined): ImportedModel {
  const base = before ?? { ...unsaid, title: id, owners: {} };
  return { ...base, ...(said as Partial<ImportedModel>), owners: { ...base.owners, ...owners } };
}

/** The fields that `takes` lets through from what is wanted, the others as they are. */
function mixed(before: ImportedModel | undefined, wanted: ImportedModel, takes: (field: string) => boolean): ImportedModel {
  const base = before ?? { ...wanted, owners: {} };
  return Object.fromEntries(
    Object.keys(wanted).map((field) => [field, (takes(field) ? wanted : base)[field as keyof ImportedModel]]),
  ) as unknown as ImportedModel;
}

const fieldWords: Record<string, string> = { teamId: 'team', riskClass: 'risk', unitSingular: 'unit', unitPlural: 'units' };
const wordOf = (field: string) => fieldWords[field] ?? field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A line for the model, and one for each field of one that is there; its owners are one line. */
function changesOf(
  id: string,
  before: ImportedModel | undefined,
  wanted: ImportedModel,
  isGoverned: (field: string) => boolean,
): Change[] {
  const subject = `model:${id}`;
  const changes: Change[] = before ? [] : [{ subject, text: `+ model ${id}` }];
  for (const [field, after] of Object.entries(wanted)) {
    const was = before?.[field as keyof ImportedModel];
    const governed = isGoverned(field) ? { governed: true as const } : {};
    if (field === 'owners') {
      const owners = Object.entries(wanted.owners).filter(
        ([kind, person]) => before?.owners[kind as keyof ImportedModel['owners']] !== person,
      );
      if (owners.length > 0)
        changes.push({
          subject,
          text: `~ model ${id}: ${owners.map(([kind, person]) => `owner (${kind}) ${person}`).join(', ')}`,
          ...governed,
        });
    } else if (before && was !== after)
      changes.push({
        subject,
        text: `~ model ${id}: ${wordOf(field)} ${short(before[field as keyof ImportedFields])} → ${short(wanted[field as keyof ImportedFields])}`,
        ...governed,
      });
  }
  return changes;
}

const short = (value: string | null | undefined): string =>
  !value ? 'none' : value.length > 60 ? `${value.slice(0, 59)}…` : value;

const governedText = (model: ImportedModel): string =>
  canonicalJson({ owners: model.owners, team: model.teamId, risk: model.riskClass });

function assertAskable({ actor }: WriteCtx, waiting: readonly Change[]): void {
  if (actor.kind === 'service')
    throw new LeewayError('forbidden', 'Owners are asked for by a person, so that another can agree to them.', {
      hint: 'Name who asks with --as PERSON, or leave the owners’ columns out.',
    });
  if (waiting.length > maxWaiting)
    throw new LeewayError(
      'too-large',
      `The owners, teams or risk classes of ${waiting.length} models would wait for another person; one request is about at most ${maxWaiting}.`,
      {
        hint: 'Import the table in parts.',
      },
    );
}

/** Teams, people and goals that are not there, and models that leeway.yml speaks of. */
async function wrongReferences(w: WriteCtx, models: readonly ModelLine[]): Promise<WrongLine[]> {
  const reader: Ctx = { ...w, actor: systemActor('import') };
  const ofFile = new Set(((await lockApplied(w.db)) as { model?: string[] } | undefined)?.model);
  const people = await readPersons(reader, [...new Set(models.flatMap((one) => Object.values(one.owners)))]);
  const teams = new Set((await readTeams(reader)).map((one) => one.id));
  const goals = new Set((await readOrganisation(reader))?.goals);
  return models.flatMap(({ line, id, said, owners }) => [
    ...(ofFile.has(id) ? [{ line, what: `${id} stands in leeway.yml; change it there` }] : []),
    ...(said.teamId === undefined || teams.has(said.teamId) ? [] : [{ line, what: `team: there is no team “${said.teamId}”` }]),
    ...(said.companyGoal === undefined || goals.has(said.companyGoal)
      ? []
      : [{ line, what: 'company-goal: expected one of the organisation’s goals, word for word' }]),
    ...Object.entries(owners).flatMap(([kind, person]) =>
      people.get(person)?.active ? [] : [{ line, what: `${kind}: there is no person “${person}”` }],
    ),
  ]);
}

function wrongTable(problems: readonly WrongLine[]): LeewayError {
  const sorted = problems.toSorted((left, right) => left.line - right.line);
  const shown = sorted.slice(0, maxShown).map(({ line, what }) => `line ${line}: ${what}`);
  if (sorted.length > maxShown) shown.push(`… and ${sorted.length - maxShown} more.`);
  return new LeewayError('config', shown.join('\n'), {
    field: 'table',
    hint: 'Nothing was imported. Correct the lines and try again.',
  });
}

/** The names that a request's words are made of. */
async function namesOf(w: WriteCtx, models: readonly ModelLine[]): Promise<State> {
  const people = await readPersons({ ...w, actor: systemActor('import') }, [
    ...new Set(models.flatMap((one) => Object.values(one.owners))),
  ]);
  const titles = models.map((one) => [one.id, { title: one.said.title ?? one.id }]);
  return { person: Object.fromEntries(people), team: {}, model: Object.fromEntries(titles) } as unknown as State;
}
