import type { Ctx } from '../../db/ctx.ts';
import { isLeewayError } from '../../shared/errors.ts';
import { parseDecisionCommand, type DecisionTopic } from '../decision-command.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import type { Reply } from '../verbs.ts';
import type { HelpView } from '../views/help.ts';

const lines: Record<DecisionTopic, HelpView['lines'][number]> = {
  promote: { say: '/leeway promote flight-delay 3 to production', does: 'asks that a version go live; opens a short form' },
  requests: { say: '/leeway requests', does: 'what waits for your decision, and what you asked for' },
  version: { say: '/leeway version flight-delay 3', does: 'what a version is, which checks it passed, and notes on it' },
  rollback: { say: '/leeway rollback flight-delay', does: 'back to the version agreed beforehand; no waiting' },
  pause: { say: '/leeway pause flight-delay', does: 'tells serving systems to do without it; no waiting' },
  rule: { say: '/leeway rule flight-delay', does: 'what Leeway may do by itself, and asks for a new rule' },
  risk: { say: '/leeway risk high', does: 'models by risk class, what follows from it, and what is open' },
  resume: { say: '/leeway resume flight-delay', does: 'lets it serve again' },
};
const builds: readonly DecisionTopic[] = ['requests', 'version', 'promote', 'rollback', 'pause', 'rule'];
/** By role what of it they come for; the first of a person's roles in this order says it. */
const byRole: [role: string, topics: readonly DecisionTopic[]][] = [
  ['executive', ['requests', 'rollback', 'pause', 'rule', 'risk']],
  ['expert', ['pause']],
  ['data-scientist', builds],
  ['engineer', builds],
  ['compliance', ['requests', 'version', 'risk', 'rule']],
  ['operator', ['requests', 'rollback', 'pause', 'resume', 'rule']],
  ['admin', [...builds, 'risk']],
];

/** Lines that help says after its own, for who may do it. */
export function decisionHelp(ctx: Ctx): HelpView['lines'] {
  const roles: readonly string[] = ctx.actor.kind === 'person' ? ctx.actor.roles : [];
  const topics = byRole.find(([role]) => roles.includes(role))?.[1] ?? [];
  return topics.map((topic) => lines[topic]);
}

const helpOn = (topic: DecisionTopic, intro: string): Reply => ({
  is: 'help',
  view: { intro, lines: [lines[topic]], tries: topic === 'requests' || topic === 'risk' ? [topic] : [] },
});

/**
 * What a text about decisions is answered with; undefined where it is about something else. Said in a thread rather than
 * typed after `/leeway`, it counts only where it names a model that there is: people talk about versions too.
 */
export async function decisionReply(
  ctx: Ctx,
  verbs: DecisionVerbs,
  text: string,
  isCommand: boolean,
): Promise<Reply | undefined> {
  const command = parseDecisionCommand(text);
  if (!command) return undefined;
  if (command.is === 'requests') return { is: 'requests', view: await verbs.requests(ctx) };
  if (command.is === 'risk')
    return {
      is: 'risk',
      view: await verbs.risk(ctx, { from: 1, ...(command.riskClass ? { riskClass: command.riskClass } : {}) }),
    };
  if (command.is === 'help') return helpOn(command.topic, lines[command.topic].does);
  if (command.is === 'incomplete') return isCommand ? helpOn(command.topic, 'Say it like this:') : undefined;
  let model: { modelId: string; title: string };
  try {
    model = await verbs.modelNamed(ctx, command.model);
  } catch (error) {
    // “version history of …” is a question.
    if (isLeewayError(error, 'not-found') && (!isCommand || command.is === 'version')) return undefined;
    throw error;
  }
  const { modelId } = model;
  switch (command.is) {
    case 'promote': {
      const { version, environment } = command;
      return { is: 'promote', wish: { modelId, version, environment }, modelName: model.title };
    }
    case 'version':
      return {
        is: 'version',
        view: await verbs.versionPage(ctx, { modelId, ...(command.version ? { version: command.version } : {}) }),
      };
    case 'rules':
      return { is: 'rules', view: await verbs.standingRules(ctx, { modelId }) };
    case 'serving': {
      const { environment } = command;
      return { is: 'serving', view: await verbs.serving(ctx, { modelId, ...(environment ? { environment } : {}) }) };
    }
  }
}
