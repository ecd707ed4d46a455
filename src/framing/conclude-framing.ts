import { write, type WriteCtx } from '../audit/write.ts';
import { addLetters } from '../cards/open-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { ownerKinds, type OwnerKind } from '../db/schema/registry.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { putKpi } from '../kpi/put-kpi.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readPersons } from '../people/read-persons.ts';
import { putModel } from '../registry/put-model.ts';
import { readModels } from '../registry/read-model.ts';
import { plannedStage } from '../registry/rules.ts';
import { modelInput, type ModelDraft } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { closeWithCase } from './end-framing.ts';
import { happen, loadOpen, reading, told, type Loaded } from './load.ts';
import { questions } from './questions.ts';
import { assertAnswered, assertGain, slugOf } from './rules.ts';
import { concludeInput, type ConcludeInput, type Conclusion, type Outcome } from './schemas.ts';
import { statedFacts } from './stated-facts.ts';
import { selectAnswers, updateFraming } from './store.ts';

const maxTwins = 50;

/**
 * Ends an idea in a measure of the business, with where it stands and what it should reach, a company goal and three owners.
 * The registry takes them over: a model that is planned, without a version. From then on its owners change as every model's
 * do. Throws `conflict` while a question is open, `invalid` where nothing would be gained or the goal is none of the company's.
 */
export async function concludeFraming(ctx: Ctx, input: ConcludeInput): Promise<{ number: number; modelId: string }> {
  const { framingId, revision, ...end } = parseInput(concludeInput, input);
  assertGain(end.kpi);
  return write(ctx, async (w) => {
    const loaded = await loadOpen(w, framingId, 'framing.settle', revision);
    const { row, card } = loaded;
    const answers = await selectAnswers(w.db, [framingId]);
    assertAnswered(questions(), new Set(answers.map((one) => one.question)));
    await assertGoal(w, end.companyGoal);
    await assertOwners(w, end.owners);
    const outcome = await register(w, loaded, end);
    await updateFraming(w.db, framingId, { state: 'kpi', modelId: outcome.modelId, outcome, closedAt: w.now });
    await addLetters(
      w,
      card.id,
      [...new Set(Object.values(end.owners))].map((personId) => ({ personId, part: 'owner' })),
    );
    await happen(w, loaded, { kind: 'concluded', data: { modelId: outcome.modelId } }, { settled: true, tell: told });
    w.audit({ verb: 'framing.conclude', subject: `framing:${framingId}`, detail: outcome });
    await closeWithCase(w, row, 'kpi', `It ended in a planned model: ${outcome.title}.`);
    return { number: row.number, modelId: outcome.modelId };
  });
}

type End = Omit<Conclusion, 'framingId' | 'revision'>;

async function register(w: WriteCtx, { row }: Loaded, end: End): Promise<Outcome> {
  const { title, kpi, companyGoal, businessQuestion, owners } = end;
  const modelId = await freeId(w, slugOf(title, `idea-${row.number}`));
  const kpiId = slugOf(kpi.phrase, 'measure').slice(0, 40);
  const draft: ModelDraft = modelInput.parse({
    id: modelId,
    title,
    description: `Planned: it came of idea ${row.number} and has no version yet.`,
    teamId: await teamOf(w, owners['data-science']),
    stage: plannedStage,
    companyGoal,
    businessQuestion: businessQuestion === undefined ? null : maskPersonal(businessQuestion).text,
    owners,
  });
  await putModel(w, draft);
  w.audit({ verb: 'registry.upsert-model', subject: `model:${modelId}`, detail: { before: null, after: draft } });
  const { phrase, unit, better, baseline, target } = kpi;
  // Nothing counts it yet: the expression comes with the data, in leeway.yml.
  await putKpi(w, { modelId, id: kpiId, title: capital(phrase), phrase, unit, better, target, numerator: '' });
  const facts = statedFacts({ modelId, kpiId, unit, baseline, target, idea: row.number, now: w.now, runId: newId() });
  await recordFacts(w, Object.values(facts));
  return { title, kpi, companyGoal, owners, modelId, kpiId, baselineFactId: facts.baseline.id, targetFactId: facts.target.id };
}

/** The id, or with a number behind it where another model has it. */
async function freeId(w: WriteCtx, slug: string): Promise<string> {
  const wanted = [slug, ...Array.from({ length: maxTwins }, (_, index) => `${slug}-${index + 2}`)];
  const taken = await readModels(reading(w), wanted);
  const free = wanted.find((one) => !taken.has(one));
  if (free) return free;
  throw new LeewayError('conflict', 'There are many models of that name: give it another.', { field: 'title' });
}

/** The data scientist's team, where it is one. */
async function teamOf(w: WriteCtx, personId: string): Promise<string | null> {
  const teams = (await readPersons(reading(w), [personId])).get(personId)?.teams ?? [];
  return teams.length === 1 ? teams[0]! : null;
}

async function assertGoal(w: WriteCtx, goal: string): Promise<void> {
  const goals = (await readOrganisation(w))?.goals ?? [];
  if (goals.length === 0 || goals.includes(goal)) return;
  throw new LeewayError('invalid', `“${goal}” is none of the company's goals.`, {
    field: 'goal',
    hint: 'Choose one of them; a new goal is added in leeway.yml.',
  });
}

async function assertOwners(w: WriteCtx, owners: Record<OwnerKind, string>): Promise<void> {
  const persons = await readPersons(reading(w), Object.values(owners));
  for (const kind of ownerKinds)
    if (!persons.get(owners[kind])?.active)
      throw new LeewayError('not-found', 'This person is not here (any more): choose somebody else.', { field: kind });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
