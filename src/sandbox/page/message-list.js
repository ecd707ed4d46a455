import { h, reconcile } from './dom.js';
import { groupByDay } from './group.js';
import { icon } from './icons.js';
import { messageRow, updateRow } from './message-row.js';
import { app, now, zone } from './store.js';
import { dayKey } from './time.js';

/** @typedef {import('./store.js').SandboxMessage} SandboxMessage */
/** @typedef {import('./message-row.js').Shown} Shown */
/** @typedef {{ signature: string, row: HTMLElement, shown?: Shown }} Entry */

/** How near to the end one must be to be taken along by new messages. */
const nearPx = 80;

/**
 * A scrolling list of messages that changes of its rows only what changed (open menus and the focus stay) and stays at the
 * end while the reader is there.
 * @param {HTMLElement} scroller
 * @param {{ inThread: boolean }} options
 */
export function createMessageList(scroller, options) {
  const list = h('div', { class: 'message-list' });
  const jump = h(
    'button',
    { type: 'button', class: 'to-end', hidden: true, onclick: () => toEnd('smooth') },
    'New messages',
    icon('down'),
  );
  scroller.replaceChildren(list, jump);
  /** @type {Map<string, Entry>} */
  let rows = new Map();
  let stuck = true;
  let last = '';

  const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
  /** @param {ScrollBehavior} [behavior] */
  const toEnd = (behavior = 'instant') => {
    const newest = [...list.querySelectorAll('article')].at(-1);
    // A digest with its chart may be taller than the screen: its verdict comes first, so its top does.
    const tall = newest && newest.offsetHeight > scroller.clientHeight;
    const top = tall ? newest.offsetTop - list.offsetTop : scroller.scrollHeight;
    // Who has read on in it is not taken back when it is edited or its chart arrives.
    if (tall && behavior === 'instant' && scroller.scrollTop > top + nearPx) return;
    lastTop = Math.min(lastTop, top);
    scroller.scrollTo({ top, behavior });
  };
  let lastTop = 0;
  scroller.addEventListener('scroll', () => {
    // Growing content also moves the end away: only scrolling up means that the reader left it.
    if (nearEnd()) stuck = true;
    else if (scroller.scrollTop < lastTop) stuck = false;
    lastTop = scroller.scrollTop;
    if (stuck) jump.hidden = true;
  });
  // Charts arrive after the text; without this the end would slip out of sight. A pane that was hidden has no height.
  const observer = new ResizeObserver(() => stuck && toEnd());
  observer.observe(list);
  observer.observe(scroller);

  return {
    /** For another place: starts at the end. */
    reset() {
      rows = new Map();
      stuck = true;
      last = '';
      jump.hidden = true;
      list.replaceChildren();
    },
    /** @param {SandboxMessage[]} messages @param {HTMLElement[]} above @param {(message: SandboxMessage, index: number) => HTMLElement | null} [after] */
    show(messages, above, after = () => null) {
      const kept = new Map();
      /** @type {Node[]} */
      const nodes = [...above];
      let index = 0;
      const keepPlace = anchor();
      // Rows say "Today" of their last reply.
      const today = dayKey(now(), zone());
      for (const day of groupByDay(messages, zone(), now())) {
        nodes.push(
          keep(kept, `day-${day.key}`, day.label, () => h('div', { class: 'day', role: 'separator' }, h('span', {}, day.label))),
        );
        for (const { message, continued } of day.rows) {
          const signature = JSON.stringify([message, continued, app.as, zone(), today]);
          nodes.push(keepRow(kept, message.ts + (message.ephemeral ? 'e' : ''), signature, { message, continued }));
          const extra = after(message, index++);
          if (extra) nodes.push(extra);
        }
      }
      rows = kept;
      reconcile(list, nodes);
      const newest = messages.at(-1)?.ts ?? '';
      if (!stuck || newest === last) keepPlace();
      if (options.inThread && last === '' && newest !== '') toReplies();
      else if (stuck || (newest !== last && messages.at(-1)?.user === app.as)) toEnd();
      else if (last !== '' && Number(newest) > Number(last)) jump.hidden = false;
      last = newest;
    },
  };

  /** @param {Map<string, Entry>} kept @param {string} key @param {string} signature @param {Omit<Shown, 'inThread'>} now */
  function keepRow(kept, key, signature, now) {
    const before = rows.get(key);
    if (!before?.shown) {
      const shown = { ...now, inThread: options.inThread };
      const row = messageRow(shown);
      kept.set(key, { signature, row, shown });
      return row;
    }
    Object.assign(before.shown, now);
    if (before.signature !== signature) updateRow(before.row, before.shown);
    kept.set(key, { ...before, signature });
    return before.row;
  }

  /** @param {Map<string, Entry>} kept @param {string} key @param {string} signature @param {() => HTMLElement} make */
  function keep(kept, key, signature, make) {
    const before = rows.get(key);
    const entry = before?.signature === signature ? before : { signature, row: make() };
    kept.set(key, entry);
    return entry.row;
  }

  /** Who opens a thread has just read its parent. */
  function toReplies() {
    list.querySelector('.replies')?.scrollIntoView({ block: 'start' });
    stuck = nearEnd();
    lastTop = scroller.scrollTop;
  }

  /** Remembers where what is read stands, so that nothing that comes or grows before it pushes it away. */
  function anchor() {
    const top = scroller.getBoundingClientRect().top;
    const row = [...list.children].find((child) => child.matches('.message') && child.getBoundingClientRect().bottom > top);
    const blocks = row ? [...row.querySelectorAll('.blocks > [data-block-id]')] : [];
    const seen = blocks.find((block) => block.getBoundingClientRect().top >= top) ?? row?.nextElementSibling ?? row;
    const was = seen?.getBoundingClientRect().top ?? 0;
    return () => {
      if (seen?.isConnected) scroller.scrollTop += seen.getBoundingClientRect().top - was;
    };
  }
}
