import type { Ctx } from '../../db/ctx.ts';
import { acceptCase } from '../../feedback/accept-case.ts';
import { answerCase } from '../../feedback/answer-case.ts';
import { answerOwner } from '../../feedback/answer-owner.ts';
import { askFlagger } from '../../feedback/ask-flagger.ts';
import { confirmCase, reopenCase } from '../../feedback/confirm-case.ts';
import { contestDecline } from '../../feedback/contest-decline.ts';
import { declineCase } from '../../feedback/decline-case.ts';
import { describeCase } from '../../feedback/describe-case.ts';
import { finishCase } from '../../feedback/finish-case.ts';
import { handCase } from '../../feedback/hand-case.ts';
import { likeCases } from '../../feedback/like-cases.ts';
import { mergeCase } from '../../feedback/merge-case.ts';
import type { CaseMoved } from '../../feedback/move-case.ts';
import { openFromAction } from '../../feedback/open-from-action.ts';
import { readAction } from '../../feedback/read-action.ts';
import { listCases } from '../../feedback/read-case.ts';
import { addWorkingDays } from '../../feedback/rules.ts';
import { settleAction } from '../../feedback/settle-action.ts';
import { readPersons, readTeams } from '../../people/read-persons.ts';
import { readModel } from '../../registry/read-model.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { sayMasked } from '../../shared/mask.ts';
import { dayIn, sayMoment } from '../../shared/period.ts';
import type { CaseDone, CaseVerbs } from '../case-verbs.ts';
import { plain } from '../text.ts';
import { actionView, readCaseView } from './case-views.ts';
import { listOfCases } from './case-lists.ts';
import { personOfSlack } from './person-of-slack.ts';
import { repairEnds } from './repair-ends.ts';
import { sayCaseEvent } from './say-case-event.ts';

const plannedDays = 5;
const production = 'production';
/** As many as a menu has room for. */
const maxVersions = 100;

const done = ({ number, changed, masked }: CaseMoved): CaseDone => {
  const sentence = sayMasked(masked);
  return { number, again: !changed, ...(sentence ? { masked: sentence } : {}) };
};
const zoneOf = async (ctx: Ctx): Promise<string> => (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';

export const caseVerbs: CaseVerbs = {
  caseNow: async (ctx, caseId) => (await readCaseView(ctx, caseId)).view,
  async casePage(ctx, which) {
    const { detail, view, persons } = await readCaseView(ctx, 'number' in which ? which.number : which.caseId);
    const zone = await zoneOf(ctx);
    const ends = await repairEnds(ctx, detail.events);
    const lines = detail.events.flatMap(({ kind, personId, data, words: own, at }) => {
      const words = own ?? ends.get(String(data['matterId']));
      // Each part of what was told later is told of in one line.
      if (['harm', 'model-said', 'was-done', 'happened'].includes(kind)) return [];
      const who = personId === null ? undefined : (persons.get(personId)?.name ?? personId);
      const says = sayCaseEvent({ kind, who, data, flagger: view.flagger });
      return [`${sayMoment(at, zone)} · ${says}${words ? ` “${plain(words, 300)}”` : ''}`];
    });
    return { view, flags: detail.isVoice, triages: detail.mayTriage, lines };
  },
  cases: listOfCases,
  async caseAction(ctx, actionId) {
    const { action, number } = await readAction(ctx, actionId);
    return { action: actionView(action, undefined), caseNumber: number };
  },
  async versionsForAction(ctx, actionId) {
    const { action, number } = await readAction(ctx, actionId);
    const { modelId } = (await readCaseView(ctx, action.caseId)).view;
    const model = await readModel(ctx, modelId);
    const relation = await relationToModel(ctx, modelId);
    const live = model.running.find((one) => one.environment === production)?.version ?? null;
    return {
      actionId,
      action: actionView(action, undefined),
      caseNumber: number,
      modelId,
      modelName: model.title,
      environment: production,
      live,
      mayServe: live !== null && (may(ctx.actor, 'deploy.rollback', relation) || may(ctx.actor, 'deploy.pause', relation)),
      versions: model.versions
        .filter((one) => one.number !== live && one.archivedAt === null)
        .toSorted((one, other) => other.number - one.number)
        .slice(0, maxVersions)
        .map((one) => ({
          value: String(one.number),
          label: plain([`Version ${one.number}`, one.description].filter(Boolean).join(': '), 75),
        })),
    };
  },
  async otherCases(ctx, caseId) {
    const { modelId } = (await readCaseView(ctx, caseId)).view;
    const { cases } = await listCases(ctx, { modelIds: [modelId], open: true, limit: 100 });
    const like = (await likeCases(ctx, { caseId }, 10)).map((one) => one.caseId);
    const rank = (id: string) => (like.includes(id) ? like.indexOf(id) : like.length);
    return cases
      .filter((one) => one.id !== caseId)
      .toSorted((one, other) => rank(one.id) - rank(other.id))
      .map((one) => ({
        value: one.id,
        label: plain(
          `Case ${one.number}, ${one.flaggedByName ?? one.flaggedById}${like.includes(one.id) ? ' (much alike)' : ''}`,
          75,
        ),
      }));
  },
  otherTeams: async (ctx) => (await readTeams(ctx)).map(({ id, name }) => ({ value: id, label: plain(name, 75) })),
  suggestedDue: async (ctx) => addWorkingDays(dayIn(await zoneOf(ctx), ctx.now), plannedDays),
  async describeCase(ctx, { caseId, ...input }) {
    const { view } = await readCaseView(ctx, caseId);
    // The form shows what was told before; only what is new is told.
    const before: Record<string, unknown> = { ...view };
    const told = Object.fromEntries(Object.entries(input).filter(([field, value]) => value !== '' && value !== before[field]));
    if (Object.keys(told).length === 0) return { number: view.number, again: true };
    return done(await describeCase(ctx, { caseId, ...told }));
  },
  askFlagger: async (ctx, input) => done(await askFlagger(ctx, input)),
  answerOwner: async (ctx, input) => done(await answerOwner(ctx, input)),
  acceptCase: async (ctx, input) => done(await acceptCase(ctx, input)),
  mergeCase: async (ctx, input) => done(await mergeCase(ctx, input)),
  async handCase(ctx, { slackUser, ...input }) {
    const to = slackUser ? { personId: (await personOfSlack(ctx, slackUser, 'to')).id } : {};
    return done(await handCase(ctx, { ...input, ...to }));
  },
  declineCase: async (ctx, input) => done(await declineCase(ctx, input)),
  contestDecline: async (ctx, input) => done(await contestDecline(ctx, input)),
  async answerCase(ctx, { actions, ...input }) {
    const planned = await Promise.all(
      actions.map(async ({ slackUser, ...one }, at) => ({
        ...one,
        personId: (await personOfSlack(ctx, slackUser, `who-${at}`)).id,
      })),
    );
    return done(await answerCase(ctx, { ...input, actions: planned }));
  },
  settleAction: async (ctx, input) => done(await settleAction(ctx, input)),
  async openRepair(ctx, actionId) {
    const moved = await openFromAction(ctx, { actionId });
    return { ...done(moved), caseId: moved.caseId };
  },
  finishCase: async (ctx, input) => done(await finishCase(ctx, input)),
  confirmCase: async (ctx, input) => done(await confirmCase(ctx, input)),
  reopenCase: async (ctx, input) => done(await reopenCase(ctx, input)),
};
