import { describe, expect, it } from 'vitest';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { changeCard } from '../../src/slack/views/change-card.ts';
import { change } from './change-samples.ts';

const [open] = change.touches;
const touching = (count: number) => ({
  ...change,
  touches: Array.from({ length: count }, (_, at) => ({ ...open!, modelId: `model-${at}`, modelName: `Model ${at}` })),
});

describe('the card of a change', () => {
  it.each([1, 2, 20, 30])('that touches %i models can be sent, with a button for each that is shown', (count) => {
    const { text, blocks } = changeCard(touching(count));
    expect(() => checkPayload({ text, blocks })).not.toThrow();
    expect(JSON.stringify(blocks).split('Answer: what became of change ')).toHaveLength(Math.min(count, 20) + 1);
  });
});
