import { expect, it } from 'vitest';
import type { SlackBlock } from '../../src/sandbox/block-schemas.ts';
import { renderBlocks, renderText } from '../../src/sandbox/render-blocks.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const context = {
  users: [{ id: 'U0EXEC', name: 'Dana' }],
  channels: [],
  fileUrl: (id: string) => `/sandbox/control/files/${id}`,
  state: {},
};
const render = (...blocks: SlackBlock[]) => renderBlocks(blocks, context);

it('marks a button with where it stands', () => {
  const html = render({
    type: 'actions',
    block_id: 'b',
    elements: [{ type: 'button', action_id: 'go', text: plain('Go :wave:'), style: 'primary' }],
  });
  expect(html).toContain('data-block-id="b" data-action-id="go"');
  expect(html).toContain('sb-primary');
  expect(html).toContain('Go 👋');
});

it('keeps both words and control of a section with an accessory', () => {
  const accessory = { type: 'static_select' as const, action_id: 's', options: [{ text: plain('One'), value: '1' }] };
  const html = render({ type: 'section', block_id: 'b', text: { type: 'mrkdwn', text: '*which* <@U0EXEC>' }, accessory });
  expect(html).toMatch(/which.*@Dana.*<select[^>]*data-action-id="s".*<option value="1">One/s);
});

it('gives both feedback buttons their values', () => {
  const button = (text: string, value: string) => ({ text: plain(text), value });
  const element = {
    type: 'feedback_buttons' as const,
    action_id: 'f',
    positive_button: button('Yes', 'y'),
    negative_button: button('No', 'n'),
  };
  const html = render({ type: 'context_actions', block_id: 'b', elements: [element] });
  expect(html.match(/data-value="[yn]"/g)).toEqual(['data-value="y"', 'data-value="n"']);
});

it('fills inputs with what the state holds', () => {
  const block: SlackBlock = {
    type: 'input',
    block_id: 'b',
    label: plain('What'),
    element: { type: 'plain_text_input', action_id: 't' },
  };
  const html = renderBlocks([block], { ...context, state: { b: { t: { type: 'plain_text_input', value: 'typed' } } } });
  expect(html).toContain('value="typed"');
  expect(html).toContain('data-error-for="b"');
});

it('gives uploaded files an address and leaves no id behind', () => {
  const html = render({ type: 'image', block_id: 'main', alt_text: 'a chart', slack_file: { id: 'F1' } });
  expect(html).toContain('src="/sandbox/control/files/F1"');
  expect(html).not.toMatch(/<[^>]* id="/);
});

it('draws tables that hold numbers, and data tables', () => {
  const rows = [
    [{ type: 'raw_text' as const, text: 'flights' }],
    [{ type: 'raw_number' as const, value: 116493, text: '116,493' }],
  ];
  expect(render({ type: 'table', rows })).toContain('116,493');
  expect(render({ type: 'data_table', caption: 'How many', rows })).toMatch(/How many.*116,493/s);
});

it('escapes what a person wrote', () => {
  expect(renderText('<script>alert(1)</script> &lt;b&gt;', context)).not.toContain('<script>');
});
