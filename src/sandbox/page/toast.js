import { ApiError } from './api.js';
import { byId, h } from './dom.js';
import { icon } from './icons.js';

const shownMs = 7000;
const maxToasts = 3;

/** @param {string} text @param {'plain' | 'bad'} [tone] */
export function toast(text, tone = 'plain') {
  const stack = byId('toasts');
  const note = h('div', { class: `toast ${tone}`, role: tone === 'bad' ? 'alert' : 'status' }, h('span', {}, text));
  const close = () => {
    note.remove();
    if (stack.childElementCount === 0 && stack.matches(':popover-open')) stack.hidePopover();
  };
  note.append(h('button', { class: 'bare', type: 'button', 'aria-label': 'Dismiss', onclick: close }, icon('close')));
  while (stack.childElementCount >= maxToasts) stack.firstElementChild?.remove();
  stack.append(note);
  // Opened anew each time: a popover lies above a dialog only if it was opened after it.
  if (stack.matches(':popover-open')) stack.hidePopover();
  stack.showPopover();
  setTimeout(close, shownMs);
}

/** Says plainly what went wrong; the last resort of every request.
 * @param {unknown} error */
export function report(error) {
  if (error instanceof ApiError) toast(error.message, 'bad');
  else {
    console.error(error);
    toast('Something went wrong in this page. Reload it, and if it happens again the browser console has the details.', 'bad');
  }
}
