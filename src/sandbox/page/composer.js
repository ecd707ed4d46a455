import { api, ApiError } from './api.js';
import { createCompletion, mentionable } from './completion.js';
import { h } from './dom.js';
import { chips, uploadFile } from './file-input.js';
import { icon } from './icons.js';
import { loadFeed, loadThread } from './load.js';
import { encodeMentions } from './mentions.js';
import { openMenu } from './menu.js';
import { app, here, on } from './store.js';
import { report, toast } from './toast.js';

/** @typedef {(text: string) => Promise<void>} Sender */

const maxTextChars = 12_000;
const maxFiles = 10;

/** What was typed and not sent, by place: looking something up elsewhere must not lose it.
 * @type {Map<string, string>} */
const drafts = new Map();

/** What was attached and not sent, by place. @type {Map<string, import('./file-input.js').Chosen[]>} */
const attached = new Map();

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
    button.disabled = input.value.trim() === '' && files().length === 0;
    drafts.set(place(), input.value);
  };
  const completion = createCompletion(input, () => grow());
  const button = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send', disabled: true }, icon('send'));
  const plus = h(
    'button',
    { type: 'button', class: 'bare plus', 'aria-label': 'Attach, shortcuts', title: 'Attach' },
    icon('plus'),
  );
  const picker = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Attach a file' });
  plus.addEventListener('click', () => openShortcuts(plus, () => picker.click()));
  picker.addEventListener('change', () => {
    const picked = [...(picker.files ?? [])];
    picker.value = '';
    void attach(picked);
  });
  const shelf = h('div', { class: 'shelf' });
  const files = () => attached.get(place()) ?? [];
  /** @param {import('./file-input.js').Chosen[]} kept */
  const keep = (kept) => {
    attached.set(place(), kept);
    showShelf();
  };
  const showShelf = () => {
    shelf.replaceChildren(...(files().length > 0 ? [chips(files(), (gone) => keep(files().filter((one) => one !== gone)))] : []));
    grow();
  };
  /** @param {File[]} picked */
  const attach = async (picked) => {
    const where = place();
    for (const file of picked.slice(0, maxFiles)) {
      const done = await uploadFile(file);
      if (done) attached.set(where, [...(attached.get(where) ?? []), done].slice(-maxFiles));
    }
    showShelf();
    input.focus();
  };
  const form = h('form', { class: 'composer' }, plus, picker, input, button);
  root.append(completion.list, shelf, form);
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => {
    event.preventDefault();
    void attach([...(event.dataTransfer?.files ?? [])]);
  });

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
    const sent = words.startsWith('/') ? [] : files();
    if (words === '' && sent.length === 0) return;
    if (sent.length > 0) keep([]);
    try {
      await deliver(words, options.inThread, sent);
    } catch (error) {
      if (sent.length > 0) keep(sent);
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
    showShelf();
  });
  return { send, fill };
}

/** @param {string} text @param {boolean} inThread @param {import('./file-input.js').Chosen[]} files */
async function deliver(text, inThread, files) {
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
  await api.say({ ...base, text: encodeMentions(text, mentionable()), ...threadTs, files: files.map((one) => one.id) });
  await (inThread ? loadThread() : loadFeed());
}

function globalShortcuts() {
  return (app.state?.shortcuts ?? []).filter((shortcut) => shortcut.type === 'global');
}

/** @param {HTMLElement} opener @param {() => void} onattach */
function openShortcuts(opener, onattach) {
  const shortcuts = globalShortcuts().map((shortcut) => ({
    label: shortcut.name,
    onpick: () => void api.shortcut({ as: app.as, callbackId: shortcut.callbackId }).catch(report),
  }));
  openMenu(opener, [{ label: 'Attach a file', onpick: onattach }, ...shortcuts], { label: 'Attach, shortcuts' });
}
