import type { GateLine } from '../../approvals/schemas.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, createBlocks, type Block, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';
import { linesWithin } from './lines.ts';
import { gateText } from './request-parts.ts';

/** One version: what it is, what was tried, where it runs. An empty value is shown as a gap. */
export interface VersionPageView {
  modelId: string;
  modelName: string;
  version: number;
  description: string;
  /** `serves in production since Mon 5 February`; empty where it runs nowhere. */
  places: string[];
  /** The stages of its validation, in order. */
  stages: GateLine[];
  /** Each with its period, population and assumptions. */
  figures: { value: string; period: string; population: string; assumptions: string }[];
  made: { label: string; value: string }[];
  links: { label: string; url: string }[];
  notes: { by: string; on: string; words: string }[];
  /** Where one may ask to have it: `production`; absent where it runs there already or the reader may not ask. */
  promoteTo?: string;
  running: boolean;
  mayNote: boolean;
}

const maxNotes = 3;

const gap = 'not recorded';

export function versionMessage(view: VersionPageView): Outgoing {
  const make = createBlocks();
  const title = `Version ${view.version} of ${view.modelName}`;
  const value = carry({ kind: 'version', id: view.modelId, revision: view.version });
  const blocks: Block[] = [
    make.header('title', title),
    make.section(
      'what',
      `${mrkdwn(view.description || gap, 900)}\n${mrkdwn(view.places.slice(0, 6).join(' ') || 'It runs nowhere yet.', 500)}`,
    ),
    make.section('stages', stagesText(view)),
    ...(view.figures.length > 0
      ? [
          make.section(
            'figures',
            linesWithin(['*Figures*', ...view.figures.map(figureText)], 2500, (left) => `${left} more, under Details.`),
          ),
        ]
      : [make.section('figures', '*Figures:* none recorded.')]),
    make.section(
      'made',
      view.made
        .slice(0, 10)
        .map((row) => `*${mrkdwn(row.label, 60)}:* ${mrkdwn(row.value || gap, 220)}`)
        .join('\n'),
    ),
    ...(view.links.length > 0 ? [make.section('links', `*Data:* ${view.links.slice(0, 6).map(linkText).join(' · ')}`)] : []),
    ...view.notes
      .slice(0, maxNotes)
      .map((one, index) =>
        make.section(`note:${index}`, `*Note* by ${mrkdwn(one.by, 80)}, ${mrkdwn(one.on, 60)}: ${mrkdwn(one.words, 700)}`),
      ),
    ...(view.notes.length > maxNotes
      ? [make.context('notes', [`${view.notes.length - maxNotes} earlier notes stand under Details.`])]
      : []),
    make.actions('do', [
      ...(view.promoteTo
        ? [
            button(
              actionIds.promote,
              'Ask to promote',
              carry({ kind: `to:${view.promoteTo}`, id: view.modelId, revision: view.version }),
              {
                style: 'primary',
                label: `Ask to promote ${title} to ${view.promoteTo}`,
              },
            ),
          ]
        : []),
      button(actionIds.versionDetails, 'Details', value, { label: `Details of ${title}` }),
      ...(view.mayNote ? [button(actionIds.noteVersion, 'Add a note', value, { label: `Add a note to ${title}` })] : []),
      ...(view.running ? [button(actionIds.versionPage, 'Look again', value, { label: `Look again at ${title}` })] : []),
    ]),
  ];
  return { text: notification(`${title}: ${stagesShort(view)}`), blocks };
}

/** What was tried before anybody is asked, stage by stage, as it runs. */
function stagesText({ stages }: VersionPageView): string {
  if (stages.length === 0) return '*Checks:* none has begun yet.';
  const more = stages.some((stage) => stage.state === 'passed') ? ' (what each found: Details)' : '';
  return linesWithin([`*Checks*${more}`, ...stages.map(stageLine)], 2500, (left) => `${left} more, under Details.`);
}

/** What holds needs no more words here; what does not says why. */
const stageLine = (stage: GateLine): string =>
  stage.state === 'passed'
    ? `• ${gateText(stage)}`
    : `• *${gateText(stage)}*${stage.reason ? `. ${mrkdwn(stage.reason, 250)}` : ''}`;

function stagesShort({ stages }: VersionPageView): string {
  const count = (state: GateLine['state']) => stages.filter((stage) => stage.state === state).length;
  const said = [
    [count('passed'), 'passed'],
    [count('failed'), 'FAILED'],
    [count('not-run'), 'not run'],
    [count('running') + count('waiting'), 'to come'],
  ] as const;
  return said.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : [])).join(', ') || 'no checks yet';
}

/** No figure without its period, population and assumptions. */
const figureText = ({ value, period, population, assumptions }: VersionPageView['figures'][number]) =>
  `• ${mrkdwn(value, 80)} · ${mrkdwn(period || gap, 80)} · ${mrkdwn(population || gap, 120)} · ${mrkdwn(assumptions || gap, 200)}`;

const linkText = ({ label, url }: { label: string; url: string }) =>
  /^https?:\/\/[^\s<>|]+$/.test(url)
    ? `<${url}|${mrkdwn(label, 80).replaceAll('|', '/')}>`
    : `${mrkdwn(label, 80)}: ${mrkdwn(url, 200)}`;
