import { actionWords } from '../../feedback/action-words.ts';
import { actionKinds } from '../../db/schema/feedback.ts';
import { turnOf, turnWords } from '../../feedback/request-turns.ts';
import { listWords } from '../../shared/list-words.ts';
import { sayDay, sayWeekday } from '../../shared/period.ts';

/** What happened to a case, as its card keeps it. `who` did it; absent where it came by itself. */
export interface CaseHappened {
  kind: string;
  who: string | undefined;
  data: Record<string, unknown>;
  /** Who raised the case. */
  flagger: string;
}

/** One short sentence without the person's own words, which stand under it. Pure. */
export function sayCaseEvent({ kind, who, data, flagger }: CaseHappened): string {
  const by = who ?? 'Leeway';
  const text = (key: string) => (typeof data[key] === 'string' ? (data[key] as string) : '');
  const names = Array.isArray(data['names']) ? listWords(data['names'].map(String)) : '';
  switch (kind) {
    case 'flagged':
      return `${by} flagged it:`;
    case 'described':
      return `${by} told more about it: ${described(data['parts'])}.`;
    case 'asked':
      return `${by} asks ${flagger}:`;
    case 'replied':
      return `${by} replies:`;
    case 'added':
      return `${by} adds:`;
    case 'said':
      return `${by} writes:`;
    case 'accepted':
      return `${by} has taken it on${text('answerBy') ? ` and answers by ${sayWeekday(text('answerBy'))}` : ''}.`;
    case 'handed':
      return `${by} handed it to ${text('toName') || 'somebody else'}${text('toTeam') ? ` (${text('toTeam')})` : ''}.`;
    case 'merged':
      return `${by} joined it with case ${String(data['into'])}: it goes on there.`;
    case 'joined':
      return `${text('name') || 'Somebody'} said the same in case ${String(data['number'])}, and is heard here from now on.`;
    case 'declined':
      return `${by} declined it:`;
    case 'contested':
      return `${by} asks for a second look; ${text('toName') || 'somebody else'} decides now:`;
    case 'answered':
      return `${by} answers:`;
    case 'action-done':
      return `✓ Done: ${action(data['kind'])} (${by}).`;
    case 'action-dropped':
      return `✗ Not done after all: ${action(data['kind'])} (${by}).`;
    case 'action-handed':
      return `${by} passed on: ${action(data['kind'])}. ${text('toName') || 'Somebody else'} does it by ${sayWeekday(text('dueOn'))}.`;
    case 'action-linked':
      return typeof data['number'] === 'number'
        ? `${by} asked for a promotion for it: request ${data['number']}.`
        : `${by} opened ${linked[text('kind')] ?? 'something'} for it.`;
    case 'complaints':
      return `${by} ${data['takenBack'] === true ? 'takes back what they passed on of customers’ complaints' : 'passes on that customers complained about the same'}${
        text('total') && text('week') ? `: ${text('total')} by now in the week of ${sayDay(text('week'))}` : ''
      }.`;
    case 'request-moved':
      return requestMoved(data, text('doer'));
    case 'repair-ended':
      return repairEnded(text('byName'), text('doer'));
    case 'framing-opened':
      return `${by} asks it anew, as idea ${String(data['number'])}: there may be another question behind it.`;
    case 'framing-ended':
      return `Idea ${String(data['number'])}, which came of it, ${ideaEnds[text('state')] ?? 'has ended'}.`;
    case 'finished':
      return `${by}: it is done. What is different now:`;
    case 'confirmed':
      return `✓ ${by} says that ${data['settled'] === true ? 'this settles it' : 'it is better'}. The case is closed.`;
    case 'reopened':
      return `${by} opened it again, it is still not right:`;
    default:
      return sayByItself(kind, { by, names, text });
  }
}

/** What nobody did: it came due. */
function sayByItself(kind: string, { by, names, text }: { by: string; names: string; text: (key: string) => string }): string {
  switch (kind) {
    case 'unconfirmed':
      return text('why') === 'left'
        ? 'Closed without a word from who raised it: they have left.'
        : 'Closed: nobody said whether it is better. It can be opened again.';
    case 'reminded':
      return `Reminder for ${names || 'whose turn it is'}: ${reminders[text('what')] ?? 'this still waits'}.`;
    case 'deputised':
      return `${text('for') ? `What ${text('for')} promised is late` : 'Nobody has taken it in time'}; ${text('name') || 'somebody else'} is asked now.`;
    case 'told-above':
      return `What was promised is late. ${names || 'Those above'} ${names.includes(' and ') || names.includes(',') ? 'have' : 'has'} been told.`;
    case 'returned':
      return 'The question was not answered for two weeks. It goes on without.';
    default:
      return `${by}: ${kind.replaceAll('-', ' ')}.`;
  }
}

const reminders: Record<string, string> = {
  owner: 'an answer was promised and is due',
  flagger: 'your word is waited for',
  action: 'what was planned is due',
};
const linked: Record<string, string> = { request: 'a request for approval', matter: 'a data problem', framing: 'an idea' };
const partNames: Record<string, string> = {
  kind: 'what kind of problem it is',
  sureness: 'how sure they are',
  still: 'whether it still happens',
  harm: 'what it cost or whom it hurt',
  modelSaid: 'what the model said',
  wasDone: 'what was done',
  happened: 'what happened then',
  segment: 'where it shows',
};
const described = (parts: unknown): string =>
  Array.isArray(parts) ? listWords(parts.map((one) => partNames[String(one)] ?? String(one))) : 'more';
const action = (kind: unknown): string => {
  const known = actionKinds.find((one) => one === kind);
  return known ? actionWords[known].replace(/^./, (first) => first.toLowerCase()) : 'what was planned';
};

function requestMoved(data: Record<string, unknown>, doer: string): string {
  const turn = turnOf(data['turn']);
  const name = `Request ${String(data['number'])}`;
  if (!turn) return `${name}, which was made for it, moved on.`;
  if (turn !== 'live') return `${name}, which was made for it: ${turnWords[turn]}.`;
  const version = typeof data['version'] === 'number' ? `version ${data['version']} serves now` : 'what it asked for is live';
  const next = doer === 'you' ? ' Is your step done with that?' : doer ? ` ${doer} says whether the step is done with that.` : '';
  return `${name}, which was made for it, was approved: ${version}.${next}`;
}

function repairEnded(by: string, doer: string): string {
  const next = doer === 'you' ? ' Is your step done with that?' : doer ? ` ${doer} says whether the step is done with that.` : '';
  return `The data problem that was opened for it is at its end${by ? ` (${by})` : ''}.${next}`;
}

const ideaEnds: Record<string, string> = {
  kpi: 'became a planned model',
  'not-worth': 'was found not to be worth a model',
  withdrawn: 'was withdrawn',
};
