import type { ActionKind, CaseKind, CaseState, Still, Sureness } from '../../db/schema/feedback.ts';
import { actionWords } from '../../feedback/action-words.ts';
import { mrkdwn } from '../text.ts';

/** A person's words, and whose they are. */
export interface Spoken {
  by: string;
  words: string;
}
export interface CaseActionView {
  id: string;
  kind: ActionKind;
  words?: string;
  personId: string;
  person: string;
  /** `Fri 20 April` */
  due: string;
  /** That day has passed, and it is not done. */
  late?: true;
  state: 'open' | 'done' | 'dropped';
  /** What it opened elsewhere: `request 7: refused`. */
  opened?: string;
  /** A promotion may be asked for it. */
  asks?: boolean;
  /** A data problem may be opened for it. */
  repairs?: boolean;
  /** The data problem that it opened is at its end: whoever does it is to say whether that does it. */
  repaired?: true;
  /** The version that was asked for is live: whoever does it is to say whether that does it. */
  live?: true;
}
/** A case as it is now, for the people on both sides of it. */
export interface CaseView {
  caseId: string;
  number: number;
  /** Of its card: what a click on it had before its eyes. */
  revision: number;
  modelId: string;
  modelName: string;
  /** `11–17 June 2001`; absent where none was given. */
  period?: string;
  segment?: string;
  state: CaseState;
  waitsFor: 'owner' | 'flagger' | null;
  flagger: string;
  /** `Mon 9 April` */
  flaggedOn: string;
  /** Others who said the same, by name. */
  voices: string[];
  /** Absent where nobody answers for the model. */
  owner?: string;
  ownerId?: string;
  ownerIsFlagger: boolean;
  /** The owner is away, and this person stands in. */
  standsIn?: string;
  /** The day by which an answer was promised: `Fri 22 June`. */
  promised?: string;
  /** That day has passed. */
  late?: true;
  /** The flagger's own words; empty where they were erased. */
  words: string;
  kind?: CaseKind;
  sureness?: Sureness;
  still?: Still;
  /** What was told later, with its heading. */
  told: { heading: string; words: string }[];
  question?: Spoken;
  answer?: Spoken;
  actions: CaseActionView[];
  /** What was done in the end, with figures of then and now as whole lines, the first of which says when. */
  finish?: Spoken & { figures: string[] };
  decline?: Spoken;
  /** What was said against declining it: somebody else looks at it now. */
  objection?: Spoken;
  /** Why it was opened again. */
  again?: Spoken;
  /** Closed by an answer alone: nothing was done that could be better. */
  settled?: true;
  mergedInto?: number;
  /** Who raised this raised that one too. */
  mergedWithOwn?: true;
}

/** Kinds of complaint, in an expert's words. */
export const kindLabels: Record<CaseKind, string> = {
  wrong: 'It was wrong',
  'no-help': 'It was right, and it did not help',
  outdated: 'The world has changed',
  unfair: 'It is unfair or does harm',
  unclear: 'I do not understand it',
  other: 'Something else',
};
export const stillLabels: Record<Still, string> = { yes: 'It still happens', no: 'It happened once', unknown: 'I cannot tell' };
export const surenessLabels: Record<Sureness, string> = {
  sure: 'I saw it myself',
  fairly: 'I am fairly sure',
  guess: 'It is a feeling',
};
/** The same, said of the flagger by others. */
const stillSaid: Record<Still, string> = { yes: 'still happens', no: 'happened once', unknown: 'may still happen' };
const surenessSaid: Record<Sureness, string> = { sure: 'seen with own eyes', fairly: 'fairly sure', guess: 'a feeling' };

export const aboutText = (view: Pick<CaseView, 'modelName' | 'period' | 'segment'>): string =>
  [mrkdwn(view.modelName, 200), view.period, view.segment && mrkdwn(view.segment, 120)].filter(Boolean).join(', ');

export const isClosed = ({ state }: Pick<CaseView, 'state'>): boolean =>
  state === 'confirmed' || state === 'unconfirmed' || state === 'declined' || state === 'merged';

/** Its flagger was asked something and has not replied. */
export const isAsked = ({ state, waitsFor }: Pick<CaseView, 'state' | 'waitsFor'>): boolean =>
  waitsFor === 'flagger' && (state === 'flagged' || state === 'accepted' || state === 'acting');

export type Standing = Pick<
  CaseView,
  'state' | 'waitsFor' | 'flagger' | 'owner' | 'promised' | 'late' | 'decline' | 'objection' | 'again' | 'settled' | 'mergedInto'
> & {
  /** Absent where what is planned was not read. */
  actions?: readonly Pick<CaseActionView, 'state'>[];
};

/** Where it stands, as a clause: whose turn it is and by when. A plain text. */
export function standingOf(view: Standing): string {
  const { state, flagger, owner, promised, actions } = view;
  const by = promised ? `, answer ${view.late ? 'was due' : 'by'} ${promised}` : '';
  if (isAsked(view)) return `waits for ${flagger} to reply`;
  switch (state) {
    case 'flagged':
      if (view.objection && owner) return `second look by ${owner}${by}`;
      return owner ? `waits for ${owner}${by}` : 'nobody answers for this model yet';
    case 'accepted':
      if (view.again && owner) return `open again, waits for ${owner}${by}`;
      return owner ? `${owner} has taken it on${by}` : 'nobody has it in hand';
    case 'acting': {
      const open = actions?.filter((one) => one.state === 'open').length;
      if (open === 0) return `all is done; ${owner ?? 'its owner'} is to say what changed`;
      const done =
        actions && open !== undefined && actions.length > 1 ? `, ${actions.length - open} of ${actions.length} done` : '';
      return `being worked on${done}${view.late && promised ? `, was due ${promised}` : ''}`;
    }
    case 'answered':
      return `answered; ${flagger} says whether that settles it`;
    case 'done':
      return `done; ${flagger} says whether it is better`;
    case 'confirmed':
      return `✓ closed, ${flagger} says that ${view.settled ? 'this settles it' : 'it is better'}`;
    case 'unconfirmed':
      return 'closed; nobody said whether it is better';
    case 'declined':
      return `✗ declined${view.decline ? ` by ${view.decline.by}` : ''}`;
    case 'merged':
      return `↪ goes on as case ${view.mergedInto ?? ''}`.trim();
  }
}

export const quote = (words: string, maxChars = 2400): string =>
  mrkdwn(words, maxChars)
    .split('\n')
    .slice(0, 40)
    .map((line) => `> ${line}`)
    .join('\n');

/** `*Priya Raman asks:*` and the words under it. */
export const spoken = (heading: string, words: string, maxChars = 700): string =>
  `*${mrkdwn(heading, 200)}*\n${words ? quote(words, maxChars) : '> (taken back)'}`;

/** What is known of it besides the words, in a line; empty where nothing was told yet. */
export const knownLine = ({ kind, still, sureness }: CaseView): string =>
  [kind && kindLabels[kind], still && stillSaid[still], sureness && surenessSaid[sureness]].filter(Boolean).join(' · ');

/** `by Fri 20 April`, or that it was due then. */
export const dayOf = ({ due, late }: Pick<CaseActionView, 'due' | 'late'>): string => (late ? `was due ${due}` : `by ${due}`);

const symbols = { open: '☐', done: '✓', dropped: '✗' };

/** `☐ Repair the data: ask the airport for gate times. Priya Raman, by Fri 20 April` */
export function actionText(action: CaseActionView): string {
  const words = action.words ? `: ${mrkdwn(action.words, 300).replace(/[.\s]+$/, '')}` : '';
  const end = action.state === 'open' ? `, ${dayOf(action)}` : action.state === 'dropped' ? ', not done after all' : ', done';
  const opened = action.opened ? ` (${mrkdwn(action.opened, 100)})` : '';
  return `${symbols[action.state]} ${actionWords[action.kind]}${words}. *${mrkdwn(action.person, 80)}*${end}${opened}`;
}

export const finishText = (finish: NonNullable<CaseView['finish']>): string =>
  [spoken(`${finish.by}: what we did`, finish.words), ...finish.figures.slice(0, 8).map((line) => mrkdwn(line, 300))].join('\n');
