import { titleOf } from '../approvals/list-requests.ts';
import type { GateShown, Line as Weighed, Shown } from '../approvals/evidence.ts';
import { errorKindOf } from '../monitor/error-kind.ts';
import { production } from '../registry/rules.ts';
import type { Fact } from '../shared/fact.ts';
import { escapeMrkdwn } from '../shared/mrkdwn.ts';
import { dayIn, sayWeekday } from '../shared/period.ts';
import type { RequestJson, WaitingJson } from './happenings-store.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import { sayList } from './shared-rules.ts';
import type { EditionBody } from './schemas.ts';
import type { Say } from './templates.ts';

const maxWeighed = 3;
const maxSentenceChars = 600;
/** Checks whose better or worse result there are words for. */
const named = {
  better: ['typical-miss', 'costly-error', 'large-misses', 'bias'],
  worse: ['typical-miss', 'costly-error', 'large-misses', 'bias', 'constant'],
};

/** What is asked, as a part of a sentence: “version 3 of Flight Delay in production”. */
export const requestTitle = ({ kind, modelTitle, version, environment }: RequestJson): string =>
  titleOf(kind, modelTitle ?? '', version, environment);

const dueOf = (request: RequestJson, zone: string): string => sayWeekday(dayIn(zone, new Date(request.expiresAt)));

/** Only who decides is asked: data scientists read of requests as they read of all that happened. */
const asked = (material: Material): WaitingJson | undefined =>
  material.voice === 'executive' ? material.happenings.waiting[0] : undefined;

export function decisionOf(material: Material): EditionBody['decision'] {
  const request = asked(material);
  return request ? { requestId: request.id, title: requestTitle(request) } : null;
}

/** The request that expires first, as a question with its date and what speaks for and against it; undefined where none waits. */
export function decisionHeadline(say: Say, material: Material): Line | undefined {
  const request = asked(material);
  if (!request) return undefined;
  const words = {
    due: dueOf(request, material.organisation.zone),
    version: String(request.version),
    model: request.modelTitle ?? '',
    environment: request.environment ?? '',
  };
  const path = (name: string) => `executive.headline.${name}`;
  if (request.kind !== 'promotion') return say(path(`decide-${request.kind}`), 'headline', { words });
  const alone = material.models.all.value === 1 && request.environment === production;
  const effects = effectsOf(say, material, request);
  return say(path(alone ? 'decide' : request.environment === production ? 'decide-of' : 'decide-in'), 'headline', {
    words: { ...words, effects },
  });
}

/** The weightiest line of each side, as a direction that rests on the line's facts. */
function effectsOf(say: Say, material: Material, { shown, replaces }: WaitingJson): Line {
  const path = (name: string) => `executive.effects.${name}`;
  if (replaces === null) return say(path('first'), 'headline');
  const clause = (side: 'better' | 'worse'): Line | undefined => {
    const [line] = shown[side];
    return line && clauseOf(say, material, side, line, shown.gates);
  };
  const [better, worse] = [clause('better'), clause('worse')];
  const words = { replaces: String(replaces), better, worse };
  if (better || worse) return say(path(better && worse ? 'both' : better ? 'better' : 'worse'), 'headline', { words });
  const compared = shown.gates.filter(({ gate, state }) => gate === 'typical-miss' && (state === 'passed' || state === 'failed'));
  const said = say(path(compared.length > 0 ? 'alike' : 'unknown'), 'headline', { words });
  return { ...said, facts: compared.flatMap((one) => one.facts) };
}

function clauseOf(say: Say, material: Material, side: 'better' | 'worse', line: Weighed, gates: readonly GateShown[]): Line {
  const gate = gates.find((one) => line.facts.length > 0 && line.facts.every((id) => one.facts.includes(id)))?.gate;
  const known = named[side].find((one) => one === gate);
  const costly = line.facts.map((id) => material.facts.get(id)).find((fact) => fact?.measure === 'costly-called-share');
  const ofClasses = line.facts.some((id) => isWrongShare(material.facts.get(id)));
  const fitting = known === 'typical-miss' && ofClasses ? 'wrong-answers' : known;
  const name = fitting === undefined || (fitting === 'costly-error' && !costly) ? 'other' : fitting;
  const said = say(`executive.effects.${side}-in.${name}`, 'headline', { words: { phrase: costly?.about } });
  return { ...said, facts: line.facts };
}

const isWrongShare = (fact: Fact | undefined): boolean => fact?.measure === 'mae' && errorKindOf(fact) === 'wrong';

/** For the thread: what speaks for and against it in figures, what is not known, and which other decisions wait. */
export function decisionDetails(say: Say, material: Material): Line[] {
  const request = asked(material);
  if (!request) return [];
  const { shown } = request;
  const weighed = (side: 'better' | 'worse') =>
    shown[side].slice(0, maxWeighed).map(({ text, facts }) => {
      const sentence: Line = { role: 'detail', text: escapeMrkdwn(text, maxSentenceChars), facts };
      return say(`executive.decision.${side}`, 'detail', { words: { sentence } });
    });
  const failed = shown.gates.filter((one) => one.state === 'failed');
  const notKnown = sayList(
    shown.notKnown.slice(0, maxWeighed).map((one) => one.replace(/\.$/, '')),
    '; ',
  );
  return [
    ...weighed('better'),
    ...weighed('worse'),
    failed.length > 0 ? checksLine(say, failed) : undefined,
    notKnown ? say('executive.decision.not-known', 'detail', { words: { list: notKnown } }) : undefined,
    moreLine(say, material),
  ].filter((one) => one !== undefined);
}

export const lowered = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

function checksLine(say: Say, failed: readonly GateShown[]): Line {
  const list = sayList(failed.map((one) => lowered(one.title)));
  return { ...say('executive.decision.failed', 'detail', { words: { list } }), facts: failed.flatMap((one) => one.facts) };
}

function moreLine(say: Say, material: Material): Line | undefined {
  const { moreDecisions } = material;
  if (!moreDecisions) return undefined;
  const zone = material.organisation.zone;
  const others = material.happenings.waiting.slice(1).map((one) => `${requestTitle(one)} by ${dueOf(one, zone)}`);
  const list = moreDecisions.value > others.length ? `${others.join(', ')} and others` : sayList(others);
  const name = moreDecisions.value === 1 ? 'more-one' : 'more';
  const said = say(`executive.decision.${name}`, 'detail', { facts: { decisions: moreDecisions }, words: { list } });
  return { ...said, facts: [moreDecisions.id] };
}

/** Facts that the weighing of a request shows or rests on. */
export const weighedFactIds = (shown: Shown): string[] => [
  ...new Set([...shown.better, ...shown.worse].flatMap((one) => one.facts)),
];
