import { createElement as h, type ComponentProps, Fragment, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import type { ImageSource } from './block-elements.ts';
import type { CardBlock, SlackBlock } from './block-schemas.ts';
import type { StateValues } from './model.ts';
import { control } from './render-controls.ts';
import { plainWords } from './render-text.ts';

export interface RenderContext {
  users: readonly { id: string; name: string }[];
  channels: readonly { id: string; name: string }[];
  /** Where the page finds an uploaded file. */
  fileUrl(id: string): string;
  state: StateValues;
}

type LibraryBlock = ComponentProps<typeof Message>['blocks'][number];
const maxKept = 3000;
const kept = new Map<string, string>();

/** Blocks as HTML without identity: two calls with the same content and state give the same string, kept for the next. */
export function renderBlocks(blocks: readonly SlackBlock[], context: RenderContext): string {
  const key = JSON.stringify([blocks, context.state, context.users, context.channels, context.fileUrl('')]);
  const before = kept.get(key);
  if (before !== undefined) return before;
  const html = blocks.map((block) => named(block, renderBlock(block, context))).join('');
  if (kept.size >= maxKept) kept.clear();
  kept.set(key, html);
  return html;
}

/** Every block says its name, by which the page knows it again after an edit. */
function named(block: SlackBlock, html: string): string {
  if (block.block_id === undefined || /^<[a-z0-9]+[^<>]* data-block-id=/.test(html)) return html;
  const name = escapeHtml(block.block_id);
  return html.replace(/^<([a-z0-9]+)/, `<$1 data-block-id="${name}"`);
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text without blocks, as Slack shows it: mrkdwn. */
export const renderText = (text: string, context: RenderContext): string =>
  text === '' ? '' : renderBlocks([{ type: 'section', block_id: 'text', text: { type: 'mrkdwn', text } }], context);

function renderBlock(block: SlackBlock, context: RenderContext): string {
  const wrap = (className: string, ...children: ReactNode[]) =>
    renderToStaticMarkup(h('div', { className: `sb-block ${className}`, 'data-block-id': block.block_id }, ...children));
  const controls = (elements: readonly Parameters<typeof control>[1][]) =>
    elements.map((element) => h(Fragment, { key: element.action_id }, control(block.block_id ?? '', element, context)));
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return wrap(`sb-${block.type.replace('_', '-')}`, ...controls(block.elements));
    case 'section': {
      if (block.accessory === undefined || block.accessory.type === 'image') return library(block, context);
      const { accessory, ...words } = block;
      return wrap('sb-section', raw(library(words, context)), h('div', { className: 'sb-accessory' }, controls([accessory])));
    }
    case 'input':
      return renderInput(block, context);
    case 'card':
      return renderCard(block, context);
    case 'carousel':
      return wrap('sb-carousel', ...block.elements.map((card) => raw(renderCard(card, context))));
    case 'container': {
      const inner = block.child_blocks.map((child) => raw(renderBlock(child, context)));
      const title = h(
        Fragment,
        null,
        h('strong', null, plainWords(block.title?.text ?? '')),
        ' ',
        plainWords(block.subtitle?.text ?? ''),
      );
      if (block.is_collapsible === false)
        return wrap('sb-container', h('div', { className: 'sb-container-title' }, title), ...inner);
      return wrap('sb-container', h('details', { open: block.default_collapsed !== true }, h('summary', null, title), ...inner));
    }
    case 'data_table':
      return wrap(
        'sb-data-table',
        h('div', { className: 'sb-caption' }, block.caption),
        raw(library({ type: 'table', rows: block.rows }, context)),
      );
    case 'alert':
    case 'context':
    case 'data_visualization':
    case 'divider':
    case 'header':
    case 'image':
    case 'markdown':
    case 'rich_text':
    case 'table':
      return library(block, context);
  }
}

function renderInput(block: Extract<SlackBlock, { type: 'input' }>, context: RenderContext): string {
  const several = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes';
  return renderToStaticMarkup(
    h(
      'div',
      { className: 'sb-block sb-input', 'data-block-id': block.block_id },
      h(
        several ? 'div' : 'label',
        { className: 'sb-labelled', 'data-dispatch': block.dispatch_action === true ? 'true' : undefined },
        h(
          'span',
          { className: 'sb-label' },
          plainWords(block.label.text),
          block.optional ? h('span', { className: 'sb-optional' }, ' (optional)') : null,
        ),
        control(block.block_id ?? '', block.element, { ...context, labelled: true }),
      ),
      block.hint === undefined ? null : h('div', { className: 'sb-hint' }, plainWords(block.hint.text)),
      h('div', { className: 'sb-error', role: 'alert', 'data-error-for': block.block_id }),
    ),
  );
}

function renderCard(card: CardBlock, context: RenderContext): string {
  const { actions = [], ...words } = card;
  const buttons = actions.map((button) => h(Fragment, { key: button.action_id }, control(card.block_id ?? '', button, context)));
  const content = Object.keys(words).length > 2 ? raw(library(words, context)) : null;
  return renderToStaticMarkup(
    h(
      'div',
      { className: 'sb-block sb-card', 'data-block-id': card.block_id },
      content,
      h('div', { className: 'sb-actions' }, buttons),
    ),
  );
}

const raw = (html: string): ReactNode => h('div', { dangerouslySetInnerHTML: { __html: html } });

/** The library's rendering of a block that nobody can press. Its ids would collide on a page with many messages. */
function library(block: SlackBlock, context: RenderContext): string {
  const data = {
    users: [...context.users],
    channels: [...context.channels],
    user_groups: [],
  };
  try {
    const blocks = [forLibrary(block, context) as LibraryBlock];
    const element = h(Message, { blocks, data, logo: '', name: '', time: new Date(0), withoutWrapper: true, theme: 'light' });
    return renderToStaticMarkup(element)
      .replaceAll(/<link rel="preload"[^>]*>/g, '')
      .replaceAll(/(<[a-z0-9]+\b[^<>]*?) id="[^"]*"/g, '$1');
  } catch {
    return renderToStaticMarkup(h('pre', { className: 'sb-block sb-unrendered' }, JSON.stringify(block, undefined, 1)));
  }
}

/** slack_file images have no address in the library, and cells with raw_number break it. */
function forLibrary(block: SlackBlock, context: RenderContext): unknown {
  switch (block.type) {
    case 'image':
      return withUrl(block, context);
    case 'context':
      return {
        ...block,
        elements: block.elements.map((element) => (element.type === 'image' ? withUrl(element, context) : element)),
      };
    case 'section':
      return block.accessory?.type === 'image' ? { ...block, accessory: withUrl(block.accessory, context) } : block;
    case 'card':
      return {
        ...block,
        ...(block.hero_image === undefined ? {} : { hero_image: withUrl(block.hero_image, context) }),
        ...(block.icon === undefined ? {} : { icon: withUrl(block.icon, context) }),
      };
    case 'table':
      return {
        ...block,
        rows: block.rows.map((row) =>
          row.map((cell) => (cell.type === 'raw_number' ? { type: 'raw_text', text: cell.text } : cell)),
        ),
      };
    case 'actions':
    case 'alert':
    case 'carousel':
    case 'container':
    case 'context_actions':
    case 'data_table':
    case 'data_visualization':
    case 'divider':
    case 'header':
    case 'input':
    case 'markdown':
    case 'rich_text':
      return block;
  }
}

function withUrl<T extends ImageSource>(image: T, context: RenderContext): T {
  if (image.slack_file === undefined) return image;
  const id = image.slack_file.id ?? /\/files\/(F[A-Z0-9]+)/.exec(image.slack_file.url ?? '')?.[1] ?? '';
  const { slack_file: _, ...rest } = image;
  return { ...rest, image_url: context.fileUrl(id) } as T;
}
