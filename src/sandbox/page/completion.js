import { h } from './dom.js';
import { app } from './store.js';
import { suggest } from './suggest.js';

/** @typedef {import('./suggest.js').Suggestions} Suggestions */

let nextId = 0;

/** Bot first, then the personas: who can be mentioned.
 * @returns {import('./mentions.js').Mentionable[]} */
export function mentionable() {
  const state = app.state;
  if (!state) return [];
  return [{ id: state.bot.userId, name: state.bot.name }, ...state.personas.map((one) => ({ id: one.userId, name: one.name }))];
}

/**
 * The list over the composer that completes commands and names.
 * @param {HTMLTextAreaElement} input
 * @param {() => void} onInsert
 */
export function createCompletion(input, onInsert) {
  const id = `completion-${nextId++}`;
  const list = h('ul', { class: 'completion', id, role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-autocomplete', 'list');
  /** @type {Suggestions | null} */
  let open = null;
  let chosen = 0;

  const close = () => {
    open = null;
    list.hidden = true;
    input.removeAttribute('aria-activedescendant');
  };
  const mark = () => {
    [...list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === chosen)));
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${id}-${chosen}`);
  };
  /** @param {number} index */
  const insert = (index) => {
    const item = open?.items[index];
    if (!open || !item) return;
    input.setRangeText(item.insert, open.from, open.to, 'end');
    close();
    input.focus();
    onInsert();
  };
  const update = () => {
    open = suggest(input.value, input.selectionStart, mentionable());
    if (!open) return close();
    chosen = 0;
    list.replaceChildren(
      ...open.items.map((item, index) =>
        h(
          'li',
          {
            role: 'option',
            id: `${id}-${index}`,
            onpointerdown: (/** @type {Event} */ event) => event.preventDefault(),
            onclick: () => insert(index),
          },
          h('strong', {}, item.label),
          item.hint && h('span', { class: 'hint' }, item.hint),
        ),
      ),
    );
    list.hidden = false;
    mark();
  };
  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  const onKey = (event) => {
    if (!open) return false;
    const count = open.items.length;
    if (event.key === 'ArrowDown') chosen = (chosen + 1) % count;
    else if (event.key === 'ArrowUp') chosen = (chosen + count - 1) % count;
    else if (event.key === 'Tab' || (event.key === 'Enter' && !isComplete())) insert(chosen);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    if (open) mark();
    return true;
  };
  // "/leeway" typed in full is a command of its own: Enter then runs it instead of completing it.
  const isComplete = () => open !== null && open.items[chosen]?.insert.trim() === input.value.slice(open.from, open.to).trim();
  return { list, update, close, onKey };
}
