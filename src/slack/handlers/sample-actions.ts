import { z } from 'zod';
import { sampleAnswers } from '../../db/schema/sampling.ts';
import { viewIds } from '../action-ids.ts';
import { carriedBy } from '../arrivals.ts';
import type { SamplePlace } from '../sampling-verbs.ts';
import type { Turn } from '../turn.ts';
import { noteModal } from '../views/note.ts';
import { decisionsModal } from '../views/sample-decisions.ts';
import { sampleLineMaxChars, sampleLineModal } from '../views/sample-line-modal.ts';
import { needed, type Click } from './click.ts';
import { form, text, type Form } from './forms.ts';

/** One of the answers; the letter goes on to the next decision by itself. */
export async function onSampleAnswer(turn: Turn, click: Click): Promise<void> {
  const answer = needed(sampleAnswers.find((one) => one === click.suffix));
  await turn.verbs.sampleAnswer(turn.ctx, { ...placeOf(click), answer });
}

export async function onSampleTurn(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.sampleTurn(turn.ctx, placeOf(click));
}

export async function onSampleLine(turn: Turn, click: Click): Promise<void> {
  const place = placeOf(click);
  const asked = await turn.verbs.sampleLineForm(turn.ctx, place);
  await turn.api.openView(turn.triggerId, sampleLineModal(asked));
}

export async function onSampleFlag(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.sampleFlag(turn.ctx, placeOf(click));
}

export async function onSampleDecisions(turn: Turn, click: Click): Promise<void> {
  const { roundId, position } = placeOf(click);
  const modal = decisionsModal(await turn.verbs.sampleDecisions(turn.ctx, { roundId, from: position }));
  if (turn.view?.type === 'modal') await turn.api.updateView(turn.view.id, modal);
  else await turn.api.openView(turn.triggerId, modal);
}

function placeOf(click: Click): SamplePlace {
  const { id, revision } = needed(carriedBy(click.value));
  return { roundId: id, position: needed(revision) };
}

const line = form(
  'words',
  z.object({
    roundId: z.string().min(1),
    position: z.number().int(),
    words: text(sampleLineMaxChars, 'Write a sentence first.'),
  }),
  async (turn, input) => {
    const { masked } = await turn.verbs.sampleLine(turn.ctx, input);
    return masked ? noteModal(masked) : undefined;
  },
);

/** Forms about real decisions by the callback_id of their view. */
export const sampleForms: Record<string, Form> = { [viewIds.sampleLine]: line };
