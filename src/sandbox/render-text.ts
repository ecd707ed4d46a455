import { renderToStaticMarkup } from 'react-dom/server';
import { createElement as h } from 'react';
import { Message } from 'slack-blocks-to-jsx';

const emoji = new Map<string, string>();
const maxKept = 2000;

/** plain_text with `:shortcodes:` made into emoji by the same library as the rest, so that both look alike. */
export const plainWords = (text: string): string =>
  text.replaceAll(/:[a-z0-9_+-]+:/g, (code) => {
    const before = emoji.get(code);
    if (before !== undefined) return before;
    const blocks = [{ type: 'section' as const, text: { type: 'plain_text' as const, text: code, emoji: true } }];
    const html = renderToStaticMarkup(h(Message, { blocks, logo: '', name: '', time: new Date(0), withoutWrapper: true }));
    const character = /slack_emoji"[^>]*>([^<]+)</.exec(html)?.[1] ?? code;
    if (emoji.size >= maxKept) emoji.clear();
    emoji.set(code, character);
    return character;
  });
