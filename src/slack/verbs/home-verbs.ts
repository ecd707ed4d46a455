import { readHome, type HomeMatter } from '../../ask/read-home.ts';
import type { Role } from '../../shared/actor.ts';
import { nextWeekly, sayInstant, sayWeekday } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';

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
    const home = await readHome(ctx);
    const roles = ctx.actor.kind === 'person' ? ctx.actor.roles : [];
    const role = order.find((one) => roles.includes(one));
    const shown = (matter: HomeMatter) => ({
      matterId: matter.id,
      revision: matter.revision,
      title: matter.title,
      line: matter.ownerName
        ? `${matter.ownerId === ctx.actor.id ? 'You' : matter.ownerName}${matter.dueOn ? `, by ${sayWeekday(matter.dueOn)}` : ''}`
        : 'Nobody has it in hand yet.',
      state: matter.state === 'open' ? ('open' as const) : ('taken' as const),
      mine: matter.ownerId === ctx.actor.id,
    });
    return {
      name: ctx.actor.name,
      role: role ? purposes[role] : '',
      waiting: home.waiting.map(shown),
      models: home.models.map((model) => ({
        modelId: model.id,
        name: model.title,
        health: { mrkdwn: model.line.text },
        ...(model.sparkline ? { sparkline: model.sparkline } : {}),
      })),
      moreModels: home.moreModels,
      matters: home.matters.map(shown),
      cases: home.cases.map((one) => ({ title: `Case ${one.number}: ${one.modelTitle}`, line: one.line })),
      settings: home.settings && {
        delivery: home.settings.delivery,
        channelName: home.settings.channelName,
        weekday: home.settings.weekday,
        hour: home.settings.hour,
        zone: home.settings.zone,
        zones: [...new Set([home.settings.zone, ...zones])],
        next: sayInstant(nextWeekly({ ...home.settings, minute: 0 }, ctx.now), home.settings.zone),
      },
    };
  },
};
