import { h } from './dom.js';

/** @typedef {{ label: string | Node, onpick: () => void, disabled?: boolean, current?: boolean }} MenuItem */

/** @type {(() => void) | null} */
let closeOpen = null;

/** For a menu's own form, once it was sent. */
export function closeMenu() {
  closeOpen?.();
}

/**
 * A small menu under a button: arrows move, Escape gives the focus back.
 * @param {HTMLElement} opener
 * @param {(MenuItem | HTMLElement)[]} content items, or any element in between
 * @param {{ label: string, wide?: boolean }} options
 */
export function openMenu(opener, content, options) {
  const again = opener.getAttribute('aria-expanded') === 'true';
  closeOpen?.();
  if (again) return;
  const panel = h('div', {
    class: `menu${options.wide ? ' wide' : ''}`,
    role: 'menu',
    'aria-label': options.label,
    popover: 'manual',
  });
  panel.append(...content.map((one) => (one instanceof HTMLElement ? one : itemButton(one))));
  const close = () => {
    panel.remove();
    opener.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', close);
    closeOpen = null;
  };
  /** @param {Event} event */
  const outside = (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!panel.contains(target) && !opener.contains(target)) close();
  };
  panel.addEventListener('keydown', (event) => onKey(event, panel, opener, close));
  panel.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[role^=menuitem]')) close();
  });
  (opener.closest('dialog') ?? document.body).append(panel);
  panel.showPopover();
  place(panel, opener);
  opener.setAttribute('aria-expanded', 'true');
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', close);
  closeOpen = close;
  (focusable(panel).find((one) => one.getAttribute('aria-checked') === 'true') ?? focusable(panel)[0])?.focus();
}

/** @param {MenuItem} item */
function itemButton(item) {
  const role = item.current === undefined ? 'menuitem' : 'menuitemradio';
  const props = {
    type: 'button',
    role,
    disabled: item.disabled,
    'aria-checked': item.current === undefined ? null : `${item.current}`,
  };
  return h('button', { ...props, class: 'menu-item', onclick: item.onpick }, item.label);
}

/** @param {KeyboardEvent} event @param {HTMLElement} panel @param {HTMLElement} opener @param {() => void} close */
function onKey(event, panel, opener, close) {
  if (event.key === 'Escape') {
    event.stopPropagation();
    event.preventDefault();
    close();
    opener.focus();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const all = focusable(panel);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    all[(all.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step + all.length) % all.length]?.focus();
  } else if (event.key === 'Tab' && !panel.querySelector('input')) close();
}

/** @param {HTMLElement} panel @returns {HTMLElement[]} */
function focusable(panel) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (panel.querySelectorAll('[role^=menuitem]:not(:disabled)'))];
}

/** Below the opener where there is room, else above; never off the screen.
 * @param {HTMLElement} panel @param {HTMLElement} opener */
function place(panel, opener) {
  const anchor = opener.getBoundingClientRect();
  const own = panel.getBoundingClientRect();
  const gap = 6;
  const below = anchor.bottom + gap + own.height <= window.innerHeight;
  const top = below ? anchor.bottom + gap : Math.max(gap, anchor.top - gap - own.height);
  const right = anchor.left + own.width + gap > window.innerWidth;
  const left = right ? Math.max(gap, Math.min(anchor.right, window.innerWidth - gap) - own.width) : anchor.left;
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}
