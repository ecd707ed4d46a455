import { describe, expect, it } from 'vitest';
import { confirmOf, dispatches, findElement } from '../../../src/sandbox/page/blocks.js';

const confirm = { title: { type: 'plain_text', text: 'Sure?' }, text: { type: 'mrkdwn', text: 'It is told.' }, style: 'danger' };
const blocks = [
  { type: 'section', block_id: 's', accessory: { type: 'button', action_id: 'same', value: '1' } },
  { type: 'actions', block_id: 'a', elements: [{ type: 'button', action_id: 'same', value: '2', confirm }] },
  { type: 'input', block_id: 'i', element: { type: 'plain_text_input', action_id: 't' } },
  {
    type: 'carousel',
    block_id: 'c',
    elements: [{ type: 'card', block_id: 'k', actions: [{ type: 'button', action_id: 'go' }] }],
  },
];

describe('the element behind a click', () => {
  it('is found by block and action together', () => {
    expect(findElement(blocks, 's', 'same')?.element['value']).toBe('1');
    expect(findElement(blocks, 'a', 'same')?.element['value']).toBe('2');
    expect(findElement(blocks, 'a', 'other')).toBeNull();
  });

  it('is found in blocks within blocks', () => {
    expect(findElement(blocks, 'k', 'go')?.block['type']).toBe('card');
  });

  it('acts at once, except in an input block that does not ask for it', () => {
    expect(dispatches({ type: 'actions' })).toBe(true);
    expect(dispatches({ type: 'input' })).toBe(false);
    expect(dispatches({ type: 'input', dispatch_action: true })).toBe(true);
  });

  it('asks for confirmation in its own words, with plain ones where it has none', () => {
    expect(confirmOf(findElement(blocks, 'a', 'same')?.element ?? {})).toEqual({
      title: 'Sure?',
      text: 'It is told.',
      confirm: 'Yes',
      deny: 'Cancel',
      danger: true,
    });
    expect(confirmOf({ type: 'button' })).toBeNull();
  });
});
