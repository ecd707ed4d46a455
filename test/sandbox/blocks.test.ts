import { expect, it } from 'vitest';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import { Refusal } from '../../src/sandbox/refusal.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const md = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string, more = {}) => ({ type: 'section', text: md(text), ...more });
const button = (more = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const image = (more = {}) => ({ type: 'image', alt_text: 'a chart', image_url: 'https://example.com/a.png', ...more });
const options = (count: number) => Array.from({ length: count }, (_, index) => ({ text: plain('one'), value: `v${index}` }));
const select = (count: number) => actions({ type: 'static_select', action_id: 's', options: options(count) });
const check = (blocks: unknown, surface: 'message' | 'modal' | 'home' = 'message') =>
  checkBlocks(blocks, { surface, fileReady: (source) => source.id === 'FREADY' });

function refusal(blocks: unknown, surface: 'message' | 'modal' | 'home' = 'message') {
  try {
    check(blocks, surface);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error, said: JSON.stringify(error.more) };
    throw error;
  }
  return undefined;
}

it.each([
  ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
  ['a header of 150', [{ type: 'header', text: plain('x'.repeat(150)) }]],
  ['a section of 3,000', [section('x'.repeat(3000))]],
  ['a button value of 2,000', [actions(button({ value: 'x'.repeat(2000) }))]],
  ['100 options', [select(100)]],
  ['an image that was uploaded', [{ type: 'image', alt_text: 'x', slack_file: { id: 'FREADY' } }]],
  ['one primary button', [actions(button({ style: 'primary' }), button({ action_id: 'b' }))]],
  ['a table of 100 rows', [{ type: 'table', rows: Array.from({ length: 100 }, () => [{ type: 'raw_text', text: 'x' }]) }]],
  ['the same action_id in two blocks', [actions(button()), actions(button())]],
])('accepts %s', (_, blocks) => {
  expect(refusal(blocks)).toBeUndefined();
});

it.each([
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), '/blocks'],
  ['an unknown type', [{ type: 'headline' }], '/blocks/0/type'],
  ['an unknown field', [{ type: 'divider', color: 'red' }], '/blocks/0'],
  ['an empty text', [section('')], '/blocks/0/text/text'],
  ['a header of 151', [{ type: 'header', text: plain('x'.repeat(151)) }], '/blocks/0/text/text'],
  ['a header in mrkdwn', [{ type: 'header', text: md('x') }], '/blocks/0/text/type'],
  ['a section of 3,001', [section('x'.repeat(3001))], '/blocks/0/text/text'],
  ['a section with nothing', [{ type: 'section' }], '/blocks/0'],
  ['11 fields', [{ type: 'section', fields: Array.from({ length: 11 }, () => md('x')) }], '/blocks/0/fields'],
  ['a button text of 76', [actions(button({ text: plain('x'.repeat(76)) }))], '/blocks/0/elements/0/text/text'],
  ['a button value of 2,001', [actions(button({ value: 'x'.repeat(2001) }))], '/blocks/0/elements/0/value'],
  ['101 options', [select(101)], '/blocks/0/elements/0/options'],
  [
    '26 elements',
    [actions(...Array.from({ length: 26 }, (_, index) => button({ action_id: `b${index}` })))],
    '/blocks/0/elements',
  ],
  ['two primary buttons', [actions(button({ style: 'primary' }), button({ style: 'primary', action_id: 'b' }))], '/blocks'],
  ['a block_id twice', [section('a', { block_id: 'x' }), section('b', { block_id: 'x' })], '/blocks/1/block_id'],
  ['an action_id twice in a block', [actions(button(), button())], '/blocks/0'],
  ['an image without alt_text', [{ type: 'image', image_url: 'https://example.com/a.png' }], '/blocks/0/alt_text'],
  ['an image from this machine', [image({ image_url: 'http://127.0.0.1/a.png' })], '/blocks/0'],
  ['an image by ftp', [image({ image_url: 'ftp://example.com/a.png' })], '/blocks/0/image_url'],
  ['a file that is not ready', [{ type: 'image', alt_text: 'x', slack_file: { id: 'FSLOW' } }], '/blocks/0'],
  ['an alert in a message', [{ type: 'alert', text: plain('x') }], '/blocks/0/type'],
  ['11 context elements', [{ type: 'context', elements: Array.from({ length: 11 }, () => md('x')) }], '/blocks/0/elements'],
  [
    '101 table rows',
    [{ type: 'table', rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'x' }]) }],
    '/blocks/0/rows',
  ],
])('refuses %s and points at it', (_, blocks, at) => {
  const found = refusal(blocks);
  expect(found?.error).toBe('invalid_blocks');
  expect(found?.said).toContain(`[json-pointer:${at}]`);
});

it('refuses a message of more than 12,000 characters in all', () => {
  expect(refusal([0, 1, 2, 3].map(() => section('x'.repeat(3000))))).toBeUndefined();
  expect(refusal([0, 1, 2, 3, 4].map(() => section('x'.repeat(2500))))?.error).toBe('msg_blocks_too_long');
});

it('allows 100 blocks in a view and no message-only block', () => {
  const many = Array.from({ length: 100 }, () => ({ type: 'divider' }));
  expect(refusal(many, 'home')).toBeUndefined();
  expect(refusal([...many, { type: 'divider' }], 'modal')?.error).toBe('invalid_blocks');
  expect(refusal([{ type: 'markdown', text: 'x' }], 'home')?.error).toBe('invalid_blocks');
});
