import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, select, textInput } from '../blocks.ts';
import { checkboxes, type Option } from '../elements.ts';
import { mrkdwn } from '../text.ts';

/** A person's own tokens that still work. */
export interface TokenForm {
  tokens: { id: string; name: string; ends: string }[];
}
/** Shown once: it is kept nowhere. */
export interface MadeToken {
  id: string;
  token: string;
  ends: string;
}

const maxShown = 10;
const lives = [7, 30, 90, 366].map((days) => ({ label: days === 366 ? 'a year' : `${days} days`, value: String(days) }));
const looking: Option[] = [
  { label: 'See models and versions', value: 'registry.read' },
  { label: 'See checks', value: 'validation.read' },
  { label: 'See requests', value: 'approvals.read' },
  { label: 'Ask what serves', value: 'serving.read' },
];
const acting: Option[] = [
  { label: 'Register versions', value: 'registry.write' },
  { label: 'Note what was learned', value: 'registry.note' },
  { label: 'Send test results', value: 'validation.upload' },
  { label: 'Ask for a promotion', value: 'approvals.request' },
  { label: 'Agree and refuse', value: 'approvals.vote' },
  { label: 'Roll back', value: 'deploy.rollback' },
  { label: 'Pause and resume', value: 'deploy.pause' },
];

export function tokenModal({ tokens }: TokenForm): types.ModalView {
  const make = createBlocks();
  const mine = tokens.slice(0, maxShown).map(({ id, name, ends }) => `• ${mrkdwn(name, 80)}, until ${ends}: \`${id}\``);
  const more = tokens.length > maxShown ? [`and ${tokens.length - maxShown} more`] : [];
  return modal({ callbackId: viewIds.token, title: 'A token of your own', submit: 'Make it', close: 'Not now' }, [
    make.section(
      'about',
      'With it a program calls Leeway *as you*, with the rights you have. It counts as you, so it never agrees to your own requests.',
    ),
    input('name', 'What is it for?', textInput('value', { max: 80, placeholder: 'laptop, pipeline of flight-delay' })),
    input('days', 'How long should it work?', select('value', 'Days', lives, '30')),
    input('looking', 'It may look', checkboxes('value', looking), { optional: true }),
    input('acting', 'It may act', checkboxes('value', acting), { optional: true }),
    ...(mine.length > 0
      ? [
          make.section(
            'mine',
            `*You have:*\n${[...mine, ...more].join('\n')}\nEnd one with \`/leeway token revoke\` and its number.`,
          ),
        ]
      : []),
  ]);
}

export function madeTokenModal({ id, token, ends }: MadeToken): types.ModalView {
  const make = createBlocks();
  return modal({ callbackId: viewIds.note, title: 'Your token' }, [
    make.section('token', `Copy it now: it is shown this once and kept nowhere.\n\`\`\`${token}\`\`\``),
    make.context('about', [
      { mrkdwn: `It works until ${ends}. Whoever has it acts as you. End it with \`/leeway token revoke ${id}\`.` },
    ]),
  ]);
}
