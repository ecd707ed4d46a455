import { describe, expect, it } from 'vitest';
import { LeewayError } from '../../src/shared/errors.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const words = (text: string) => ({ type: 'plain_text', text });
const section = (text: string, more: object = {}) => ({ type: 'section', text: mrkdwn(text), ...more });
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: words('Go'), ...more });
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const fault = (payload: object): LeewayError => {
  try {
    checkPayload(payload);
  } catch (error) {
    if (error instanceof LeewayError) return error;
    throw error;
  }
  throw new Error('It passed.');
};
const modal = (more: object) => ({ view: { type: 'modal', title: words('T'), blocks: [], ...more } });

describe('a payload that breaks a limit of Slack', () => {
  it.each<[string, object, string, 'too-large' | 'invalid']>([
    ['51 blocks', { blocks: many(51, () => section('x')) }, 'blocks', 'too-large'],
    ['a section of 3,001', { blocks: [section('x'.repeat(3001))] }, 'blocks[0].text.text', 'too-large'],
    ['an empty section', { blocks: [section('')] }, 'blocks[0].text.text', 'invalid'],
    ['a header of 151', { blocks: [{ type: 'header', text: words('x'.repeat(151)) }] }, 'blocks[0].text.text', 'too-large'],
    ['11 fields', { blocks: [section('x', { fields: many(11, () => mrkdwn('y')) })] }, 'blocks[0].fields', 'too-large'],
    [
      'a field of 2,001',
      { blocks: [section('x', { fields: [mrkdwn('y'.repeat(2001))] })] },
      'blocks[0].fields[0].text',
      'too-large',
    ],
    [
      '11 context elements',
      { blocks: [{ type: 'context', elements: many(11, () => mrkdwn('y')) }] },
      'blocks[0].elements',
      'too-large',
    ],
    [
      '26 actions',
      { blocks: [{ type: 'actions', elements: many(26, (n) => button({ action_id: `a${n}` })) }] },
      'blocks[0].elements',
      'too-large',
    ],
    [
      'a button’s text of 76',
      { blocks: [{ type: 'actions', elements: [button({ text: words('x'.repeat(76)) })] }] },
      'blocks[0].elements[0].text.text',
      'too-large',
    ],
    [
      'a value of 2,001',
      { blocks: [{ type: 'actions', elements: [button({ value: 'x'.repeat(2001) })] }] },
      'blocks[0].elements[0].value',
      'too-large',
    ],
    [
      'two primary buttons',
      { blocks: [{ type: 'actions', elements: many(2, (n) => button({ action_id: `a${n}`, style: 'primary' })) }] },
      'blocks',
      'invalid',
    ],
    ['one block_id twice', { blocks: many(2, () => section('x', { block_id: 'b' })) }, 'blocks[1].block_id', 'invalid'],
    [
      'one action_id twice',
      { blocks: [{ type: 'actions', elements: [button(), button()] }] },
      'blocks[0].elements[1].action_id',
      'invalid',
    ],
    [
      'an image without alt text',
      { blocks: [{ type: 'image', image_url: 'https://x.example/a.png' }] },
      'blocks[0].alt_text',
      'invalid',
    ],
    [
      'an image of two sources',
      { blocks: [{ type: 'image', alt_text: 'a', image_url: 'https://x.example', slack_file: { id: 'F1' } }] },
      'blocks[0]',
      'invalid',
    ],
    [
      '101 options',
      {
        blocks: [
          section('x', {
            accessory: { type: 'static_select', options: many(101, (n) => ({ text: words('o'), value: String(n) })) },
          }),
        ],
      },
      'blocks[0].accessory.options',
      'too-large',
    ],
    ['an alert in a message', { blocks: [{ type: 'alert', text: mrkdwn('x') }] }, 'blocks[0].type', 'invalid'],
    ['an unknown block', { blocks: [{ type: 'carousel' }] }, 'blocks[0].type', 'invalid'],
    ['more than 12,000 characters', { blocks: many(5, () => section('x'.repeat(2900))) }, 'blocks', 'too-large'],
  ])('is refused with its path: %s', (_what, payload, field, code) => {
    expect(fault({ text: 'hello', ...payload })).toMatchObject({ field, code });
  });

  it('has no top-level text, or one of 4,001', () => {
    expect(fault({ blocks: [section('x')] })).toMatchObject({ field: 'text' });
    expect(fault({ text: 'x'.repeat(4001) })).toMatchObject({ field: 'text', code: 'too-large' });
  });

  it.each<[string, object, string]>([
    ['a title of 25', { title: words('x'.repeat(25)) }, 'view.title'],
    ['a submit of 25', { submit: words('x'.repeat(25)) }, 'view.submit'],
    ['private_metadata of 3,001', { private_metadata: 'x'.repeat(3001) }, 'view.private_metadata'],
    ['a callback_id of 256', { callback_id: 'x'.repeat(256) }, 'view.callback_id'],
    ['101 blocks', { blocks: many(101, () => section('x')) }, 'view.blocks'],
    [
      'an input without a submit',
      { blocks: [{ type: 'input', label: words('l'), element: { type: 'plain_text_input' } }] },
      'view.submit',
    ],
  ])('is a modal with %s', (_what, view, field) => {
    expect(fault(modal(view))).toMatchObject({ field });
  });

  it('passes at exactly the limits', () => {
    const passes = (payload: object) => expect(() => checkPayload(payload)).not.toThrow();
    passes({ text: 'x'.repeat(4000), blocks: many(50, () => section('x'.repeat(200))) });
    passes({ text: 'x', blocks: [section('x'.repeat(3000))] });
    passes(modal({ title: words('x'.repeat(24)), blocks: many(100, () => section('x')) }));
  });
});
