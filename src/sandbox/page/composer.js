import { api, ApiError } from './api.js';
import { createCompletion, mentionable } from './completion.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { loadFeed, loadThread } from './load.js';
import { encodeMentions } from './mentions.js';
import { openMenu } from './menu.js';
import { app, here, on } from './store.js';
import { report, toast } from './toast.js';

/** @typedef {(text: string) => Promise<void>} Sender */

const maxTextChars = 12_000;

/** What was typed and not sent, by place: looking something up elsewhere must not lose it.
 * @type {Map<string, string>} */
const drafts = new Map();

/**
 * @param {HTMLElement} root
 * @param {{ inThread: boolean }} options
 * @returns {{ send: Sender, fill: (text: string) => void }}
 */
export function createComposer(root, options) {
  const input = h('textarea', {
    rows: 1,
    maxlength: maxTextChars,
    enterkeyhint: 'send',
    'data-composer': options.inThread ? 'thread' : 'channel',
  });
  const grow = () => {
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
    button.disabled = input.value.trim() === '';
    drafts.set(place(), input.value);
  };
  const completion = createCompletion(input, () => grow());
  const button = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send', disabled: true }, icon('send'));
  const plus = h('button', { type: 'button', class: 'bare plus', 'aria-label': 'Shortcuts', title: 'Shortcuts' }, icon('plus'));
  plus.addEventListener('click', () => openShortcuts(plus));
  const form = h('form', { class: 'composer' }, plus, input, button);
  root.append(completion.list, form);

  const place = () => `${app.as}/${app.place}/${options.inThread ? app.threadTs : ''}`;
  /** @param {string} text */
  const fill = (text) => {
    input.value = text;
    grow();
    input.focus();
  };
  /** @type {Sender} */
  const send = async (text) => {
    const words = text.trim();
    if (words === '') return;
    try {
      await deliver(words, options.inThread);
    } catch (error) {
      if (input.value === '' && !(error instanceof ApiError && error.status > 0 && words.startsWith('/'))) fill(text);
      report(error);
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value;
    input.value = '';
    completion.close();
    grow();
    void send(text);
  });
  input.addEventListener('input', () => {
    grow();
    completion.update();
  });
  input.addEventListener('blur', completion.close);
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || completion.onKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  let shown = '';
  on(['route', 'state'], () => {
    root.hidden = here() === null;
    plus.hidden = globalShortcuts().length === 0;
    const words = options.inThread
      ? 'Reply…'
      : here()?.kind === 'im'
        ? `Message ${here()?.name}`
        : `Message #${here()?.name ?? ''}`;
    input.placeholder = words;
    input.setAttribute('aria-label', words);
    if (shown === place()) return;
    shown = place();
    input.value = drafts.get(shown) ?? '';
    completion.close();
    grow();
  });
  return { send, fill };
}

/** @param {string} text @param {boolean} inThread */
async function deliver(text, inThread) {
  const channel = here();
  if (!channel) return;
  const command = /^(\/[a-z0-9_-]{1,31})(?:\s+([\s\S]*))?$/.exec(text);
  if (command && inThread) {
    toast('Slash commands do not run inside threads, in Slack neither. Mention @Leeway instead.', 'bad');
    return;
  }
  const base = { as: app.as, channel: channel.id };
  if (command?.[1]) {
    await api.command({ ...base, command: command[1], text: command[2] ?? '' });
    await loadFeed();
    return;
  }
  const threadTs = inThread && app.threadTs ? { threadTs: app.threadTs } : {};
  await api.say({ ...base, text: encodeMentions(text, mentionable()), ...threadTs });
  await (inThread ? loadThread() : loadFeed());
}

function globalShortcuts() {
  return (app.state?.shortcuts ?? []).filter((shortcut) => shortcut.type === 'global');
}

/** @param {HTMLElement} opener */
function openShortcuts(opener) {
  const items = globalShortcuts().map((shortcut) => ({
    label: shortcut.name,
    onpick: () => void api.shortcut({ as: app.as, callbackId: shortcut.callbackId }).catch(report),
  }));
  openMenu(opener, items, { label: 'Shortcuts' });
}
