import type { Ctx } from '../db/ctx.ts';
import { readSettings, type DigestSettings } from '../digest/settings.ts';
import { joinLines, type Line } from '../digest/line.ts';
import { readSeries } from '../facts/read-facts.ts';
import { readGapCounts, type GapCounts } from '../monitor/read-gaps.ts';
import { readHealth } from '../monitor/read-health.ts';
import { authorise } from '../shared/access.ts';
import type { Role } from '../shared/actor.ts';
import type { Fact } from '../shared/fact.ts';
import { addDays, dayIn, type Day } from '../shared/period.ts';
import { healthLine } from './answer-models.ts';
import { caseLine } from './answer-mine.ts';
import { selectMine, type MineCase, type MineMatter, type MineModel } from './mine-store.ts';
import { createTell, type Tell } from './tell.ts';

export interface HomeModel {
  id: string;
  title: string;
  health: Line;
  /** The daily course of its average miss (of its business measure where there is none), oldest first, as stored facts. */
  course: Fact[];
}
export type HomeMatter = Pick<
  MineMatter,
  | 'id'
  | 'title'
  | 'modelTitle'
  | 'state'
  | 'ownerName'
  | 'nextStep'
  | 'dueOn'
  | 'revision'
  | 'mine'
  | 'answersFor'
  | 'openedFor'
  | 'kind'
  | 'key'
>;
export interface Home {
  name: string;
  roles: readonly Role[];
  /** Matters that are the reader's, or with nobody on models of theirs. */
  waiting: HomeMatter[];
  /** How many wait in all. */
  waitingTotal: number;
  /** The reader's models, the most severe first; any where they have none of their own. */
  models: HomeModel[];
  moreModels: number;
  /** Those that the reader has in hand. */
  matters: HomeMatter[];
  cases: { id: string; number: number; line: Line }[];
  settings: DigestSettings | null;
  /** How many of all models lack what; null for whoever could not do anything about it. */
  gaps: GapCounts | null;
}

const shown = 10;
const sparklineDays = 60;
/** Who runs Leeway or builds models sees to what these lack. */
const gapRoles: readonly Role[] = ['operator', 'admin', 'data-scientist', 'engineer'];

/** Everything of a person's home page. The number of statements does not depend on the number of models. */
export async function readHome(ctx: Ctx, person: { zone: string }): Promise<Home> {
  for (const right of ['registry.read', 'facts.read', 'matters.read'] as const) authorise(ctx.actor, right);
  const [teams, roles] = ctx.actor.kind === 'person' ? [ctx.actor.teams, ctx.actor.roles] : [[], []];
  const mine = await selectMine(ctx.db, { id: ctx.actor.id, teams, zone: person.zone }, shown);
  const own = mine.ownModels > 0;
  const models = own ? mine.models : mine.anyModels;
  const tell = createTell('executive');
  const { waiting } = mine;
  return {
    name: ctx.actor.name,
    roles,
    waiting,
    waitingTotal: mine.waiting[0]?.total ?? 0,
    models: await withHealth(ctx, models, { tell, today: dayIn(person.zone, ctx.now) }),
    moreModels: (own ? mine.ownModels : mine.allModels) - models.length,
    matters: waiting.filter((one) => one.mine),
    cases: mine.cases.map((one: MineCase) => ({ id: one.id, number: one.number, line: caseLine({ tell }, one) })),
    settings: (await readSettings(ctx)) ?? null,
    gaps: roles.some((role) => gapRoles.includes(role)) ? await readGapCounts(ctx) : null,
  };
}

async function withHealth(ctx: Ctx, models: MineModel[], reader: { tell: Tell; today: Day }): Promise<HomeModel[]> {
  const ids = models.map((one) => one.id);
  const health = await readHealth(ctx, ids);
  const facts = await readSeries(ctx, {
    modelIds: ids,
    grain: 'day',
    measures: ['mae', 'kpi'],
    from: addDays(reader.today, -sparklineDays),
    before: reader.today,
  });
  const byModel = Map.groupBy(facts, (one) => one.modelId);
  return models.map(({ id, title, paused }) => ({
    id,
    title,
    health: standingLine(reader, paused, healthLine(reader, health.get(id))),
    course: courseOf(byModel.get(id) ?? []),
  }));
}

/** A model that is paused is not calm, however its last week was. */
const standingLine = ({ tell }: { tell: Tell }, paused: boolean, health: Line): Line =>
  paused ? joinLines('detail', [tell('models.paused', 'detail'), health])! : health;

function courseOf(facts: readonly Fact[]): Fact[] {
  const error = facts.filter((one) => one.measure === 'mae' && one.about === '');
  if (error.length > 0) return error;
  const kpis = facts.filter((one) => one.measure === 'kpi' && !one.about.includes(':'));
  return kpis.filter((one) => one.about === kpis[0]?.about);
}
