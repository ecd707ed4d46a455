import type { types } from '@slack/bolt';
import { viewIds } from '../action-ids.ts';
import { createBlocks, input, modal, textInput } from '../blocks.ts';
import { mrkdwn } from '../text.ts';

export const sampleLineMaxChars = 500;

export interface SampleLineForm {
  roundId: string;
  position: number;
  number: number;
  values: { label: string; value: string }[];
  words?: string;
}

/** A line to an answer that was given. */
export function sampleLineModal({ roundId, position, number, values, words }: SampleLineForm): types.ModalView {
  const make = createBlocks();
  const shown = values.map(({ label, value }) => `${mrkdwn(label, 60)}\n${mrkdwn(value, 200)}`);
  const element = textInput('words', { multiline: true, max: sampleLineMaxChars, ...(words ? { initial: words } : {}) });
  return modal({ callbackId: viewIds.sampleLine, title: `Decision ${number}`, submit: 'Keep', metadata: { roundId, position } }, [
    make.fields('decision', 'You said something of this one:', shown),
    input('words', 'Why?', element, {
      hint: 'One sentence is enough. Leave out names of customers: they are taken out before it is kept.',
    }),
  ]);
}
