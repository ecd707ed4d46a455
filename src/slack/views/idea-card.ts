import type { Framing } from '../../framing/read-framing.ts';
import { parts } from '../../framing/schemas.ts';
import { dayIn, sayDay } from '../../shared/period.ts';
import { createBlocks, type Block } from '../blocks.ts';
import type { ShownCard } from '../card-kind.ts';
import { mrkdwn, notification, truncate } from '../text.ts';
import { ideaButtons } from './idea-buttons.ts';
import { ideaWords, measureOf, ownerNames, partNames, standingOf } from './idea-words.ts';
import { linesWithin } from './lines.ts';

/** The card of an idea in its channel; `intro` makes it a person's own letter. */
export function ideaCard(idea: Framing, message: string, intro?: string): ShownCard {
  const make = createBlocks();
  const open = idea.state === 'open';
  const blocks: Block[] = [
    make.section('headline', headline(idea)),
    ...(intro ? [make.section('part', mrkdwn(intro, 600))] : []),
    ...(idea.outcome ? [make.section('outcome', outcomeText(idea.outcome))] : []),
    ...(idea.ended ? [make.section('ended', endedText(idea.ended))] : []),
    ...(open ? [make.section('next', nextText(idea))] : []),
    ...answersText(idea).map((text) => make.section('answers', text)),
    ...optionsText(idea).map((text) => make.section('options', text)),
    make.context('people', [{ mrkdwn: peopleText(idea) }]),
  ];
  const buttons = ideaButtons(idea, message);
  if (buttons.length > 0) blocks.push(make.actions('do', buttons));
  return { text: ideaText(idea), blocks, revision: idea.revision };
}

function headline(idea: Framing): string {
  const { symbol, words } = standingOf(idea);
  const title = mrkdwn(truncate(ideaWords(idea).replace(/\s+/g, ' '), 300), 900).replaceAll('*', '·');
  const from = idea.from ? `, out of case ${idea.from.number}` : '';
  const asked = `Idea ${idea.number} from ${mrkdwn(idea.by.name, 100)}, ${sayDay(dayIn('utc', idea.at))}${from}`;
  return `${symbol} *${title}*\n${asked} · ${mrkdwn(words, 300)}`;
}

function nextText({ next, questions }: Framing): string {
  if (!next)
    return '*Is it worth a model?* Say what it should move, from where to where, and who answers for it. Or say that it is not worth one, and why.';
  const place = questions.findIndex((one) => one.id === next.id) + 1;
  return `*${place} of ${questions.length}: ${mrkdwn(next.ask, 200)}*\n${mrkdwn(next.hint, 400)}\n_For example:_ ${mrkdwn(next.example, 400)}`;
}

const answerChars = 420;

function answersText({ questions }: Framing): string[] {
  const lines = questions.flatMap(({ short, answer }) =>
    answer
      ? [
          `*${mrkdwn(short, 60)}:* ${mrkdwn(oneLine(answer.words ?? 'the words were taken away at their wish'), answerChars)} _(${mrkdwn(answer.by, 80)})_`,
        ]
      : [],
  );
  return lines.length === 0 ? [] : [linesWithin(lines, 2_900, (left) => `${left} more: see All questions.`)];
}

const verdicts = { open: '•', chosen: '✓', dropped: '✗' } as const;

function optionsText({ options }: Framing): string[] {
  if (options.length === 0) return [];
  const lines = options.map(({ verdict, words, why, by }) => {
    const reason = why ? `: ${mrkdwn(oneLine(why), 200)}` : '';
    const state = verdict === 'dropped' ? ` _dropped${reason}_` : verdict === 'chosen' ? ` _chosen${reason}_` : '';
    return `${verdicts[verdict]} ${mrkdwn(oneLine(words ?? 'an option whose words were taken away'), 250)} (${mrkdwn(by, 80)})${state}`;
  });
  return [linesWithin(['*Considered:*', ...lines], 2_900)];
}

function outcomeText(outcome: NonNullable<Framing['outcome']>): string {
  const owners = Object.entries(ownerNames).map(([kind, name]) => `${mrkdwn(outcome.ownerNames[kind] ?? '', 80)} (${name})`);
  return [
    `*It should move* ${mrkdwn(measureOf(outcome), 300)} _(as said here, not counted by me)_`,
    `*It serves:* ${mrkdwn(outcome.companyGoal, 300)}`,
    `*Answering for it:* ${owners.join(' · ')}`,
    `*In the register:* \`${outcome.modelId}\`, planned, without a version yet`,
  ].join('\n');
}

const endedText = ({ by, words }: NonNullable<Framing['ended']>): string =>
  `*${mrkdwn(by, 100)}:* ${mrkdwn(words ?? 'The reason was taken away at their wish.', 1_500)}`;

function peopleText({ people, state }: Framing): string {
  const named = parts.map((part) => {
    const one = people[part];
    if (!one) return `no one for ${partNames[part]} yet`;
    return one.active ? `${mrkdwn(one.name, 80)} (${partNames[part]})` : `${mrkdwn(one.name, 80)} (${partNames[part]}) has left`;
  });
  return `${state === 'open' ? 'Thinking it through' : 'Thought through by'}: ${named.join(' · ')}`;
}

/** The notification: what is asked next, or how it ended. */
function ideaText(idea: Framing): string {
  const { symbol, words } = standingOf(idea);
  const title = truncate(ideaWords(idea).replace(/\s+/g, ' '), 150);
  const asked = idea.state === 'open' && idea.next ? ` Next: ${idea.next.ask}` : '';
  return notification(`${symbol} Idea ${idea.number}, “${title}”: ${words}.${asked}`);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
