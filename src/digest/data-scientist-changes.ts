import type { GateState } from '../db/schema/validation.ts';
import { dayIn, sayWeekday } from '../shared/period.ts';
import { leadOf, orderName, turnNames } from './changes.ts';
import { lowered, requestTitle } from './decision.ts';
import type { OrderJson, RequestJson, TurnJson, ValidationJson } from './happenings-store.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import { sayList } from './shared-rules.ts';
import type { Say } from './templates.ts';

/** Requests, deployments, switches and checks of new versions: one line each, a paragraph of each kind. */
export function happeningLines(say: Say, material: Material): Line[] {
  const { requests, orders, turns, validations } = material.happenings;
  const { moreHappenings: more } = material;
  const day = (instant: string) => sayWeekday(dayIn(material.organisation.zone, new Date(instant)));
  return [
    paragraph(validations.map((one) => validationLine(say, one))),
    paragraph(requests.map((one) => requestLine(say, one, day))),
    paragraph(orders.map((one) => orderLine(say, material, one, day))),
    paragraph(turns.map((one) => turnLine(say, one, day))),
    more ? say('data-scientist.happenings-more', 'change', { facts: { more } }) : undefined,
  ].filter((one) => one !== undefined);
}

type SayDay = (instant: string) => string;

function paragraph(lines: readonly Line[]): Line | undefined {
  if (lines.length === 0) return undefined;
  return {
    role: 'change',
    text: lines.map((one) => one.text).join('\n'),
    facts: [...new Set(lines.flatMap((one) => one.facts))],
  };
}

function requestLine(say: Say, one: RequestJson, day: SayDay): Line {
  const words = {
    number: String(one.number),
    title: requestTitle(one),
    requester: one.requestedBy,
    due: day(one.expiresAt),
    day: one.decidedAt ? day(one.decidedAt) : '',
    approvers: sayList(one.approvers),
  };
  const name = one.state === 'approved' && one.approvers.length > 0 ? 'approved-by' : one.state;
  const said = say(`data-scientist.request.${name}`, 'change', { words });
  if (one.state !== 'open' || one.failed.length === 0) return said;
  const list = sayList(one.failed.map(lowered));
  return { ...said, text: `${said.text} ${say('data-scientist.request.failed', 'change', { words: { list } }).text}` };
}

function orderLine(say: Say, material: Material, one: OrderJson, day: SayDay): Line {
  const words = {
    modelId: one.modelId,
    version: String(one.version),
    environment: one.environment,
    day: day(one.finishedAt),
    by: one.by ?? 'a standing rule',
  };
  const said = say(`data-scientist.order.${orderName(one)}`, 'change', { words });
  const facts = leadOf(material, one);
  if (!facts) return said;
  const lead = say('data-scientist.order.lead', 'change', { facts });
  return { role: 'change', text: `${said.text} ${lead.text}`, facts: [...said.facts, ...lead.facts] };
}

function turnLine(say: Say, one: TurnJson, day: SayDay): Line {
  const words = { modelId: one.modelId, environment: one.environment, day: day(one.at), by: one.by ?? 'a standing rule' };
  return say(`data-scientist.turn.${turnNames[one.verb]}`, 'change', { words });
}

const states: readonly [GateState, string][] = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['not-run', 'not-run'],
  ['waiting', 'under-way'],
  ['running', 'under-way'],
];

/** Checks by what they came to; those that have not come to their end are said to be under way. */
function validationLine(say: Say, { modelId, version, gates }: ValidationJson): Line {
  const names = [...new Set(states.map(([, name]) => name))];
  const parts = names.flatMap((name) => {
    const of = gates.filter((gate) => states.some(([state, its]) => its === name && state === gate.state));
    const list = sayList(of.map((gate) => lowered(gate.title)));
    return of.length > 0 ? [say(`data-scientist.checks.${name}`, 'change', { words: { list } }).text] : [];
  });
  const list: Line = { role: 'change', text: parts.join('; '), facts: [] };
  return say('data-scientist.checks.head', 'change', { words: { modelId, version: String(version), list } });
}
