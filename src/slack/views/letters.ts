import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification } from '../text.ts';

/** A case as told to the person who flagged it and to the model's owner. */
export interface CaseView {
  number: number;
  modelName: string;
  /** `11–17 June 2001`; absent where none was given. */
  period?: string;
  /** Absent where nobody answers for the model. */
  ownerName?: string;
  /** The day by which an answer was promised: `Fri 22 June`. */
  promised?: string;
  flaggerName: string;
  /** The flagger's own words. */
  words: string;
  ownerIsFlagger?: boolean;
}

const about = (one: CaseView) => `${mrkdwn(one.modelName, 200)}${one.period ? `, ${mrkdwn(one.period, 100)}` : ''}`;

export function caseForFlagger(one: CaseView): Outgoing {
  const make = createBlocks();
  const told = one.ownerIsFlagger
    ? 'It is your own model, so it stands on your list.'
    : one.ownerName
      ? `${one.ownerName} has been told and answers you here${one.promised ? ` by ${one.promised}` : ''}.`
      : 'Nobody answers for this model yet; it stands on the list of open matters.';
  const text = `Case ${one.number} is open. ${told}`;
  return {
    text: notification(text),
    blocks: [
      make.section('case', `*Case ${one.number}* is open: ${about(one)}.\n${mrkdwn(told, 300)}`),
      make.context('words', [`You wrote: ${one.words}`]),
    ],
  };
}

export function caseForOwner(one: CaseView): Outgoing {
  const make = createBlocks();
  const text = `Case ${one.number}: ${one.flaggerName} flags a problem with ${one.modelName}.`;
  const quote = mrkdwn(one.words, 2700)
    .split('\n')
    .slice(0, 60)
    .map((line) => `> ${line}`)
    .join('\n');
  return {
    text: notification(text),
    blocks: [
      make.section('case', `*Case ${one.number}*: ${mrkdwn(one.flaggerName, 100)} flags a problem with ${about(one)}.`),
      make.section('words', quote),
      ...(one.promised ? [make.context('promised', [`An answer was promised by ${one.promised}.`])] : []),
    ],
  };
}

export interface MatterView {
  matterId: string;
  revision: number;
  title: string;
  ownerName: string;
  nextStep: string;
  /** `Thu 21 June` */
  due: string;
  /** Who gave it to the reader, where somebody did. */
  givenBy?: string;
  outcome?: string;
}

export function matterTaken(matter: MatterView): Outgoing {
  const make = createBlocks();
  const value = carry({ kind: 'matter', id: matter.matterId, revision: matter.revision });
  const head = matter.givenBy
    ? `*${mrkdwn(matter.givenBy, 100)}* gives this to you`
    : `*${mrkdwn(matter.ownerName, 100)}* has it in hand`;
  const words = `${head}: ${mrkdwn(matter.title, 600)}\n_Next:_ ${mrkdwn(matter.nextStep, 600)} · _by_ ${mrkdwn(matter.due, 40)}`;
  return {
    text: notification(
      `${matter.givenBy ? `${matter.givenBy} gives this to you` : `${matter.ownerName} has it in hand`}, by ${matter.due}: ${matter.title}`,
    ),
    blocks: [
      make.section(`matter:${matter.matterId}`, words, button(actionIds.done, 'Done', value, { label: `Done: ${matter.title}` })),
    ],
  };
}

export function matterDone(matter: MatterView): Outgoing {
  const make = createBlocks();
  const outcome = matter.outcome ?? 'no outcome was written';
  return {
    text: notification(`Done: ${matter.title}. ${outcome}`),
    blocks: [
      make.section(
        `matter:${matter.matterId}`,
        `*Done:* ${mrkdwn(matter.title, 600)}\n${mrkdwn(outcome, 1200)} (${mrkdwn(matter.ownerName, 100)})`,
      ),
    ],
  };
}
