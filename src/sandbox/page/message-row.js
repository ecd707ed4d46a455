import { registerHost } from './actions.js';
import { api } from './api.js';
import { avatar } from './avatar.js';
import { h, html } from './dom.js';
import { glyph, offered } from './emoji.js';
import { go, hashOf } from './go.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { morph } from './morph.js';
import { app, nameOf, now, zone } from './store.js';
import { dayLabel, fromTs, hourMinute, shortDate } from './time.js';
import { report, toast } from './toast.js';

/** @typedef {import('./store.js').SandboxMessage} SandboxMessage */

/**
 * What a row shows; its listeners read it, so that they know the newest state of the message.
 * @typedef {{ message: SandboxMessage, continued: boolean, inThread: boolean }} Shown
 */

/** @param {Shown} shown */
export function messageRow(shown) {
  const { message } = shown;
  const at = fromTs(message.ts);
  const time = h(
    'time',
    { datetime: at.toISOString(), title: `${shortDate(at, zone())}, ${hourMinute(at, zone())} ${zone()}` },
    hourMinute(at, zone()),
  );
  const name = nameOf(message.user);
  const body = html(message.html, 'message-body');
  registerHost(body, hostOf(message));
  const edited = message.edited && h('span', { class: 'edited' }, '(edited)');
  const kind = `message${shown.continued ? ' continued' : ''}${message.ephemeral ? ' ephemeral' : ''}`;
  return h(
    'article',
    { class: kind, 'data-ts': message.ts, 'aria-label': `${name}, ${hourMinute(at, zone())}` },
    h('div', { class: 'gutter' }, shown.continued ? time : avatar(message.user, message.isBot)),
    h(
      'div',
      { class: 'content' },
      message.ephemeral && h('p', { class: 'only-you' }, 'Only visible to you'),
      !shown.continued &&
        h(
          'header',
          {},
          h('strong', { class: 'author' }, name),
          message.isBot && h('span', { class: 'app-tag' }, 'APP'),
          time,
          edited,
        ),
      body,
      files(message),
      shown.continued && edited,
      reactions(shown),
      !shown.inThread && message.replyCount > 0 && threadLink(message),
    ),
    !message.ephemeral && tools(shown),
  );
}

/** Brings a row to the newest state of its message, and leaves alone what did not change.
 * @param {HTMLElement} row @param {Shown} shown */
export function updateRow(row, shown) {
  morph(row, messageRow(shown));
  const body = row.querySelector('.message-body');
  if (body) registerHost(body, hostOf(shown.message));
}

/** @param {SandboxMessage} message @returns {import('./actions.js').Host} */
function hostOf({ channel, ts, blocks, revision }) {
  return { container: { kind: 'message', channel, ts }, blocks, seen: revision };
}

/** @param {SandboxMessage} message */
function files(message) {
  const other = message.files.filter((file) => !file.mimetype.startsWith('image/'));
  if (other.length === 0) return null;
  const rows = other.map((file) =>
    h('a', { class: 'file', href: file.url, download: file.name, 'data-key': file.id }, file.name),
  );
  return h('div', { class: 'files' }, rows);
}

/** @param {Shown} shown */
function reactions(shown) {
  const { message } = shown;
  if (message.reactions.length === 0) return null;
  const chips = message.reactions.map((reaction) => {
    const mine = reaction.users.includes(app.as);
    const names = reaction.users.map(nameOf).join(', ');
    const props = {
      type: 'button',
      class: 'reaction',
      'data-key': reaction.name,
      'aria-pressed': String(mine),
      title: `${names} · :${reaction.name}:`,
    };
    const label = `${reaction.name}: ${names}. ${mine ? 'Take back' : 'Add yours'}`;
    return h(
      'button',
      { ...props, 'aria-label': label, onclick: () => react(shown, reaction.name) },
      glyph(reaction.name),
      h('span', {}, reaction.users.length),
    );
  });
  const more = h(
    'button',
    { type: 'button', class: 'reaction add', 'data-key': '+', 'aria-label': 'Add a reaction' },
    icon('smile'),
  );
  more.addEventListener('click', () => openPicker(more, shown));
  return h('div', { class: 'reactions' }, chips, more);
}

/** @param {SandboxMessage} message */
function threadLink(message) {
  const count = `${message.replyCount} ${message.replyCount === 1 ? 'reply' : 'replies'}`;
  const last = message.latestReply ? fromTs(message.latestReply) : null;
  return h(
    'a',
    { class: 'thread-link', href: hashOf({ thread: message.ts }), 'data-thread': message.ts },
    h(
      'span',
      { class: 'faces' },
      message.replyUsers.slice(0, 3).map((user) => avatar(user)),
    ),
    h('strong', {}, count),
    last && h('span', { class: 'hint' }, `${dayLabel(last, zone(), now())}, ${hourMinute(last, zone())}`),
  );
}

/** @param {Shown} shown */
function tools(shown) {
  const { message, inThread } = shown;
  const smile = h(
    'button',
    { type: 'button', class: 'bare', 'aria-label': 'Add a reaction', title: 'Add a reaction' },
    icon('smile'),
  );
  smile.addEventListener('click', () => openPicker(smile, shown));
  const more = h('button', { type: 'button', class: 'bare', 'aria-label': 'More for this message', title: 'More' }, icon('more'));
  more.addEventListener('click', () => openMore(more, shown));
  const reply = h(
    'a',
    { class: 'bare', href: hashOf({ thread: message.ts }), 'aria-label': 'Reply in thread', title: 'Reply in thread' },
    icon('thread'),
  );
  return h('div', { class: 'tools', role: 'group', 'aria-label': 'Message' }, smile, !inThread && reply, more);
}

/** @param {HTMLElement} opener @param {Shown} shown */
function openPicker(opener, shown) {
  const buttons = offered.map((name) =>
    h(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        class: 'pick',
        'aria-label': name.replaceAll('_', ' '),
        title: `:${name}:`,
        onclick: () => react(shown, name),
      },
      glyph(name),
    ),
  );
  openMenu(opener, [h('div', { class: 'picker' }, buttons)], { label: 'Reactions' });
}

/** @param {HTMLElement} opener @param {Shown} shown */
function openMore(opener, shown) {
  const { message, inThread } = shown;
  const shortcuts = (app.state?.shortcuts ?? []).filter((shortcut) => shortcut.type === 'message');
  const place = { as: app.as, channel: message.channel, ts: message.ts };
  openMenu(
    opener,
    [
      { label: labelled('smile', 'Add a reaction'), onpick: () => setTimeout(() => openPicker(opener, shown)) },
      ...(inThread ? [] : [{ label: labelled('thread', 'Reply in thread'), onpick: () => go({ thread: message.ts }) }]),
      { label: labelled('link', 'Copy link'), onpick: () => void copyLink(message) },
      ...shortcuts.map((shortcut) => ({
        label: labelled('bolt', shortcut.name),
        onpick: () => void api.shortcut({ ...place, callbackId: shortcut.callbackId }).catch(report),
      })),
    ],
    { label: 'More for this message' },
  );
}

/** @param {import('./icons.js').IconName} name @param {string} text */
function labelled(name, text) {
  return h('span', { class: 'labelled' }, icon(name), text);
}

/** Adds one's reaction, or takes it back. @param {Shown} shown @param {string} name */
function react({ message }, name) {
  const gone = message.reactions.some((one) => one.name === name && one.users.includes(app.as));
  void api.react({ as: app.as, channel: message.channel, ts: message.ts, name, remove: gone }).catch(report);
}

/** @param {SandboxMessage} message */
async function copyLink(message) {
  const link = new URL(hashOf({ thread: message.threadTs ?? message.ts }), location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    toast('Link copied');
  } catch {
    toast(link);
  }
}
