import { actionIds } from '../action-ids.ts';
import { button, createBlocks, type ActionElement, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { actionBlocks, bodyBlocks, cardText, carryCase, endBlocks, headline, triageButtons } from './case-card.ts';
import { aboutText, isAsked, isClosed, knownLine, quote, standingOf, type CaseView } from './case-words.ts';

/** Why somebody has a letter about a case. */
export type CasePart = 'flagger' | 'voice' | 'owner' | 'deputy' | 'above' | 'notice';

/** Whose letter it is. */
export interface CaseReader {
  personId: string;
  standsIn?: boolean;
}

/**
 * A case as a direct message: to who raised it in their own words, to whoever answers with what they may do. `reader` is
 * whose letter it is.
 */
export function caseLetter(view: CaseView, part: CasePart, message: string, reader: CaseReader): Outgoing & { revision: number } {
  if (part === 'flagger' || part === 'voice') return flaggerLetter(view, part, message);
  const make = createBlocks();
  const owns = view.ownerId === reader.personId;
  const decides = owns || reader.standsIn === true;
  const intro = introOf(view, part, reader);
  const blocks: Block[] = [
    make.section('headline', headline(view, owns ? standingForOwner(view) : standingOf(view))),
    ...(intro ? [make.section('part', intro)] : []),
    ...bodyBlocks(make, view),
    ...actionBlocks(make, view, { settles: (action) => decides || action.personId === reader.personId }),
    ...endBlocks(make, view),
    make.actions('decide', decides ? triageButtons(view, message) : [openButton(view, message)]),
    ...(isClosed(view)
      ? []
      : [
          make.context('thread', [
            `What you write under this message goes to ${view.flagger}.${decides ? ' End it with “?” to ask.' : ''}`,
          ]),
        ]),
  ];
  return { text: cardText(view), blocks, revision: view.revision };
}

const openButton = (view: CaseView, message: string) =>
  button(actionIds.caseOpen, 'All that was said', carryCase(view, message), {
    label: `All that was said about case ${view.number}`,
  });

/** The same to the person whose turn it is. */
function standingForOwner(view: CaseView): string {
  const by = view.promised ? (view.late ? `, was due ${view.promised}` : `, by ${view.promised}`) : '';
  if (view.waitsFor !== 'owner') return standingOf(view);
  if (view.state === 'flagged' || view.state === 'accepted') return `yours to answer${by}`;
  return standingOf(view).replace(`${view.owner ?? ''} is to say`, 'you are to say');
}

function introOf(view: CaseView, part: CasePart, reader: CaseReader): string | undefined {
  if (isClosed(view)) return undefined;
  const mine = view.actions.filter((one) => one.state === 'open' && one.personId === reader.personId);
  const [first] = mine;
  if (mine.some((one) => one.live)) return '*What you asked for is live.* Say whether your step is done with that.';
  if (mine.some((one) => one.repaired))
    return '*The data problem you opened is at its end.* Say whether your step is done with that.';
  if (first)
    return mine.length === 1
      ? `*One thing here is yours*, ${first.late ? 'it was due' : 'by'} *${first.due}*.`
      : `*${mine.length} things here are yours*, the first ${first.late ? 'was due' : 'by'} *${first.due}*.`;
  if (view.ownerId === reader.personId) return undefined;
  if (reader.standsIn) return `You stand in for ${mrkdwn(view.owner ?? 'its owner', 80)}${view.late ? ', who is late' : ''}.`;
  if (part === 'above' && view.late) return 'What was promised is late: you are told so that you can see to it.';
  return view.owner ? `${mrkdwn(view.owner, 80)} has it in hand.` : undefined;
}

/** Number, name and day first; then one's own words, and what is asked of one. */
function flaggerLetter(view: CaseView, part: 'flagger' | 'voice', message: string): Outgoing & { revision: number } {
  const make = createBlocks();
  const { headline, next } = saidToFlagger(view, part);
  const known = knownLine(view);
  const buttons = flaggerButtons(view, message);
  const who = part === 'voice' ? `${mrkdwn(view.flagger, 80)} said` : 'You said';
  const wrote = [
    make.section('words', `*${who}:*\n${view.words ? quote(view.words, 900) : '> (taken back)'}`),
    ...(known ? [make.context('known', [known])] : []),
  ];
  // “You said, we did”: in this order.
  const answered = view.finish !== undefined || view.state === 'answered';
  const blocks: Block[] = [
    make.section('headline', `*${mrkdwn(headline, 300)}*\n${aboutText(view)} · flagged on ${view.flaggedOn}`),
    ...(next ? [make.section('next', mrkdwn(next, 600))] : []),
    ...(answered ? wrote : []),
    ...actionBlocks(make, view, { settles: () => false }),
    ...endBlocks(make, view),
    ...(answered ? [] : wrote),
    ...(buttons.length > 0 ? [make.actions('decide', buttons)] : []),
  ];
  return { text: notification(`${headline} ${next ?? ''}`), blocks, revision: view.revision };
}

function saidToFlagger(view: CaseView, part: 'flagger' | 'voice'): { headline: string; next?: string } {
  const { number, owner, promised, question, finish, decline, answer } = view;
  const name = `Case ${number}`;
  const who = owner ?? 'Its owner';
  const by = promised ? ` by ${promised}` : '';
  const same = part === 'voice' ? `You said the same as ${view.flagger}; you are heard together. ` : '';
  if (isAsked(view))
    return {
      headline: `${name}: ${question?.by ?? who} has a question for you.`,
      next: 'Reply under this message, or press the button.',
    };
  switch (view.state) {
    case 'flagged':
    case 'accepted':
      if (view.ownerIsFlagger)
        return { headline: `${name} stands on your own list.`, next: `${same}You answer for this model yourself.` };
      if (owner && view.late)
        return {
          headline: `${name}: ${owner} promised an answer${by} and is late.`,
          next: `${same}${view.standsIn ? `${owner} is away; ${view.standsIn} stands in. ` : ''}It is being asked for. You can add something under this message at any time.`,
        };
      return owner
        ? {
            headline: `${name}: ${owner} answers you here${by}.`,
            next: `${same}${sinceThen(view, owner)}You can add something under this message at any time.`,
          }
        : {
            headline: `${name}: nobody answers for this model yet.`,
            next: `${same}It stands on the list of open matters. You hear as soon as somebody takes it.`,
          };
    case 'acting':
      return {
        headline: `${name}: ${answer?.by ?? who} has answered.`,
        next: 'You hear from me when it is done, and then you say whether it is better.',
      };
    case 'answered':
      return { headline: `${name}: ${answer?.by ?? who} has answered. Does that settle it?` };
    case 'done':
      return {
        headline: `${name}: you said, ${finish?.by ?? who} did. Is it better?`,
        next: 'Only you can say so. Without a word from you it is closed in two weeks, as not confirmed.',
      };
    case 'confirmed':
      return {
        headline: `${name} is closed: ${view.settled ? 'the answer settles it' : 'it is better'}.`,
        next: 'Thank you. If it comes back, open it again.',
      };
    case 'unconfirmed':
      return {
        headline: `${name} is closed, and nobody said whether it is better.`,
        next: 'If it is still wrong, open it again.',
      };
    case 'declined':
      return {
        headline: `${name}: ${decline?.by ?? who} will not change anything.`,
        next: 'If you see it otherwise, ask for a second look: somebody else decides then.',
      };
    case 'merged':
      return {
        headline: `${name} goes on as case ${view.mergedInto ?? ''}.`,
        next: view.mergedWithOwn
          ? 'You flagged the same there. Every answer comes there.'
          : 'Somebody flagged the same. You are heard together and get every answer there.',
      };
  }
}

function sinceThen({ again, objection, state, standsIn }: CaseView, owner: string): string {
  if (standsIn) return `${owner} is away; ${standsIn} stands in. `;
  if (again) return 'It is open again. ';
  if (state === 'accepted') return `${owner} has taken it on. `;
  return objection ? `${owner} looks at it afresh. ` : '';
}

/** What who raised it may do now. */
export function flaggerButtons(view: CaseView, message?: string): ActionElement[] {
  const value = carryCase(view, message);
  const act = (id: string, words: string, style?: 'primary') =>
    button(id, words, value, { label: `${words}: case ${view.number}`, ...(style ? { style } : {}) });
  if (isAsked(view)) return [act(actionIds.caseReply, 'Reply', 'primary'), act(actionIds.caseDescribe, 'Say more')];
  switch (view.state) {
    case 'flagged':
    case 'accepted':
    case 'acting':
      return [act(actionIds.caseDescribe, 'Say more'), act(actionIds.casePassOn, 'Pass on complaints')];
    case 'answered':
      return [act(actionIds.caseConfirm, 'Yes, that settles it', 'primary'), act(actionIds.caseReopen, 'No, not yet')];
    case 'done':
      return [act(actionIds.caseConfirm, 'Yes, it is better', 'primary'), act(actionIds.caseReopen, 'No, still wrong')];
    case 'confirmed':
    case 'unconfirmed':
      return [act(actionIds.caseReopen, 'Open it again')];
    case 'declined':
      return [act(actionIds.caseContest, 'Ask for a second look')];
    case 'merged':
      return [];
  }
}

const maxHistoryChars = 3_000;
/** As many of the newest as there is room for beside the case itself. */
function newestWithin(lines: readonly string[]): string[] {
  let room = maxHistoryChars;
  const from = lines.findLastIndex((line) => (room -= line.length + 1) < 0);
  return lines.slice(from + 1);
}
const isOpenButton = (element: ActionElement): boolean => 'action_id' in element && element.action_id === actionIds.caseOpen;
function plainly(element: ActionElement): ActionElement {
  if (element.type !== 'button') return element;
  const { style: _style, ...rest } = element;
  return rest;
}

/** The case on a page of its own, for whoever asked: `lines` are what happened, oldest first. */
export function casePage(view: CaseView, as: { flags: boolean; triages: boolean }, lines: readonly string[]): Outgoing {
  const make = createBlocks();
  const own = as.flags ? flaggerButtons(view) : [];
  const triage = as.triages ? triageButtons(view).filter((one) => !isOpenButton(one)) : [];
  // Whoever answers for what they raised themselves has both; Slack takes one main button.
  const buttons = [...own, ...(own.length > 0 ? triage.map(plainly) : triage)];
  const headline = as.flags ? saidToFlagger(view, 'flagger').headline : `Case ${view.number}: ${standingOf(view)}`;
  const text = `Case ${view.number}, ${view.modelName}: ${standingOf(view)}.`;
  const shown = newestWithin(lines.map((line) => mrkdwn(line, 400)));
  const parts = Array.from({ length: Math.ceil(shown.length / 6) }, (_, at) => shown.slice(at * 6, at * 6 + 6).join('\n'));
  const left = lines.length - shown.length;
  return {
    text: notification(text),
    blocks: [
      make.section(
        'headline',
        `*${mrkdwn(headline, 300)}*\n${aboutText(view)} · flagged by ${mrkdwn(view.flagger, 80)} on ${view.flaggedOn}`,
      ),
      ...bodyBlocks(make, view),
      ...actionBlocks(make, view, { settles: () => as.triages }),
      ...endBlocks(make, view),
      ...(buttons.length > 0 ? [make.actions('decide', buttons)] : []),
      ...(shown.length > 0 ? [make.section('heading', '*All that happened*')] : []),
      ...(left > 0 ? [make.context('earlier', [`${left} earlier lines stand in its thread.`])] : []),
      ...parts.map((part, at) => make.section(`history:${at}`, part)),
    ],
  };
}
