import { readHome, type HomeMatter, type HomeModel } from '../../ask/read-home.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readAudiences } from '../../digest/read-audiences.ts';
import { nextEdition } from '../../digest/next-edition.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { DigestSettings } from '../../digest/settings.ts';
import { sayOpened } from '../../matters/say-opened.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import type { Role } from '../../shared/actor.ts';
import { dayIn, sayDay, sayInstant, type Day } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';
import { waitingForWord } from './case-lists.ts';
import { decisionVerbs } from './decision-verbs.ts';
import type { HomeView } from '../views/home.ts';
import { withCard } from '../views/to-do.ts';
import { sayDue } from './matter-standing.ts';

/** What a role is here for, in one line. */
const purposes: Record<Role, string> = {
  executive: 'Here is what waits for your decision and how the models you answer for are doing.',
  expert: 'You know first when a model fails the business: flag it, and somebody answers.',
  'data-scientist': 'Here is what moved, what was flagged, and what you have in hand.',
  engineer: 'Here is what runs, what needs a hand, and what you have taken.',
  compliance: 'Here is what is open, who has it, and since when.',
  operator: 'Here is what was checked, what was not, and what you have in hand.',
  admin: 'Here is what is open, who has it, and since when.',
};
const order = Object.keys(purposes) as Role[];

/** Time zones offered; one's own is always among them. */
const zones = [
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Etc/UTC',
];

export const homeVerbs: Pick<SlackVerbs, 'home'> = {
  async home(ctx) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const today = dayIn(zone, ctx.now);
    const home = await readHome(ctx, { zone });
    const waitingCases = await waitingForWord(ctx);
    const role = order.find((one) => home.roles.includes(one));
    return {
      name: home.name,
      role: role ? purposes[role] : '',
      requests: await decisionVerbs.waitingRequests(ctx),
      waiting: home.waiting.filter((matter) => matter.state === 'open').map((matter) => matterLine(matter, today)),
      models: home.models.map((model) => ({
        modelId: model.id,
        name: model.title,
        health: { mrkdwn: model.health.text },
        ...(model.course.length > 1 ? { sparkline: sparklineOf(model) } : {}),
      })),
      moreModels: home.moreModels,
      matters: home.matters.map((matter) => matterLine(matter, today)),
      waitingCases,
      cases: home.cases
        // One that the person answers stands among their matters, with its day.
        .filter(
          ({ id }) =>
            !waitingCases.some((one) => one.caseId === id) && !home.matters.some((one) => isCase(one) && one.key === id),
        )
        .map(({ id, number, line }) => {
          const title = `Case ${number}`;
          return { caseId: id, title, line: { mrkdwn: line.text.replace(`${title}, `, '') } };
        }),
      gaps: home.gaps,
      settings: home.settings && (await settingsOf(ctx, home.settings)),
    };
  },
};

const matterLine = (matter: HomeMatter, today: Day) => ({
  matterId: matter.id,
  revision: matter.revision,
  title: matter.title,
  line:
    matter.state === 'open'
      ? // The model may be calm again since.
        `Open since ${sayOpened(matter)}, and nobody has it in hand yet.`
      : [matter.mine ? 'You' : (matter.ownerName ?? 'Somebody'), matter.dueOn ? sayDue(matter.dueOn, today) : '']
          .filter(Boolean)
          .join(', '),
  state: matter.state === 'open' ? ('open' as const) : ('taken' as const),
  mine: matter.mine,
  answersFor: matter.answersFor,
  withCard: withCard.has(matter.kind),
});

const isCase = ({ kind }: HomeMatter): boolean => kind === 'case';

function sparklineOf({ title, course }: HomeModel): { values: number[]; alt: string } {
  const first = course[0]!;
  const last = course.at(-1)!;
  return {
    values: course.map((fact) => fact.value),
    alt: `Line of ${title}, day by day: ${sayFact(first)} on ${sayDay(first.periodStart)}, ${sayFact(last)} on ${sayDay(last.periodStart)}.`,
  };
}

async function settingsOf(ctx: Ctx, settings: DigestSettings): Promise<HomeView['settings']> {
  const audience = (await readAudiences(ctx)).find((one) => one.id === settings.audienceId);
  const channels = (await readOrganisation(ctx))?.channels ?? {};
  const name = Object.entries(channels).find(([, id]) => id === audience?.channel)?.[0];
  const { delivery, weekday, hour, zone, often, short } = settings;
  return {
    delivery,
    channelName: name ? `#${name}` : 'the channel',
    weekday,
    hour,
    zone,
    zones: [...new Set([zone, ...zones])],
    often,
    short,
    next: sayInstant(nextEdition(settings, ctx.now), zone),
  };
}
