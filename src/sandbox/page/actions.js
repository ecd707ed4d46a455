import { api } from './api.js';
import { confirmOf, dispatches, findElement } from './blocks.js';
import { askConfirm } from './confirm.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { openLightbox } from './lightbox.js';
import { app } from './store.js';
import { report } from './toast.js';
import { collectValues, idsOf, isControl, valueOf } from './values.js';

/** @typedef {import('../contract.ts').Container} Container */
/** @typedef {import('../contract.ts').SimpleValue} SimpleValue */
/** @typedef {import('./values.js').Control} Control */
/** @typedef {{ container: Container, blocks: import('./blocks.js').Block[], seen: string }} Host */

/** @type {WeakMap<Element, Host>} */
const hosts = new WeakMap();

/** Says which message, modal or Home tab the rendered blocks below `element` belong to.
 * @param {Element} element @param {Host} host */
export function registerHost(element, host) {
  element.classList.add('blocks');
  for (const menu of element.querySelectorAll('.sb-overflow')) gatherOptions(menu);
  hosts.set(element, host);
}

/** The options of an overflow menu are to float over the text as one panel.
 * @param {Element} menu */
function gatherOptions(menu) {
  const [summary, ...options] = menu.children;
  if (!summary || options.length === 0 || menu.querySelector('.overflow-panel')) return;
  summary.replaceChildren(icon('more'));
  menu.append(h('div', { class: 'overflow-panel' }, options));
}

/** One pair of listeners for all blocks, whenever they were rendered. */
export function startActions() {
  document.addEventListener('click', (event) => void onClick(event).catch(report));
  document.addEventListener('change', (event) => void onChange(event).catch(report));
  document.addEventListener('input', onTyping);
  document.addEventListener('pointerdown', closeOverflows, true);
}

/** @param {Event} event */
async function onClick(event) {
  const target = /** @type {Element} */ (event.target);
  const root = target.closest('.blocks');
  if (!root) return;
  const link = target.closest('a[href]');
  if (link) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  const actor = target.closest('[data-action-id]');
  if (!actor && target instanceof HTMLImageElement && isLarge(target)) openLightbox(target);
  const pressed = target.closest('button, a, [role=button], [role=menuitem]');
  if (!actor || !pressed || !actor.contains(pressed) || isControl(target)) return;
  if (target.closest('summary')) return;
  if (pressed instanceof HTMLButtonElement && pressed.type === 'submit') event.preventDefault();
  const url = pressed.getAttribute('data-url');
  if (url) window.open(url, '_blank', 'noopener');
  await act(root, pressed, pressed.getAttribute('data-value'));
  pressed.closest('details')?.removeAttribute('open');
}

/** @param {Event} event */
async function onChange(event) {
  const control = /** @type {Control} */ (event.target);
  const root = control.closest('.blocks');
  if (!root || !control.closest('[data-action-id]')) return;
  // It hears of each character already.
  if (control.closest('[data-dispatch-on*="on_character_entered"]')) return;
  await act(root, control, valueOf(control, root));
}

/** What was typed last and not told yet. @type {{ timer: number, tell: () => Promise<void> } | null} */
let typing = null;
const typingPauseMs = 250;

/** An input that asks to hear of every character hears of them once the fingers rest. @param {Event} event */
function onTyping(event) {
  const control = /** @type {Control} */ (event.target);
  const root = control.closest?.('.blocks');
  const hears = control.closest?.('[data-dispatch-on]')?.getAttribute('data-dispatch-on') ?? '';
  if (!root || !hears.includes('on_character_entered')) return;
  const { blockId, actionId } = idsOf(control);
  if (typing) clearTimeout(typing.timer);
  const tell = async () => {
    typing = null;
    const host = hosts.get(root);
    if (!host) return;
    const value = valueOf(control, root);
    const { container, seen } = host;
    const values = collectValues(root);
    await api.action({ as: app.as, container, seen, blockId, actionId, ...(value === null ? {} : { value }), values });
  };
  typing = { tell, timer: window.setTimeout(() => void tell().catch(report), typingPauseMs) };
}

/** Before a form is closed: its app has heard of all that was typed. */
export async function typingTold() {
  if (!typing) return;
  clearTimeout(typing.timer);
  await typing.tell().catch(report);
}

/** A form that is sent brings everything along. */
export function typingSent() {
  if (typing) clearTimeout(typing.timer);
  typing = null;
}

/**
 * @param {Element} root
 * @param {Element} pressed
 * @param {SimpleValue} value
 */
async function act(root, pressed, value) {
  const host = hosts.get(root);
  const { blockId, actionId } = idsOf(pressed);
  if (!host || actionId === '') return;
  const known = findElement(host.blocks, blockId, actionId);
  if (known && !dispatches(known.block)) return;
  const words = known && confirmOf(known.element);
  if (words && !(await askConfirm(words))) return;
  const busy = pressed.matches('button');
  if (busy && pressed.getAttribute('aria-busy') === 'true') return;
  if (busy) pressed.setAttribute('aria-busy', 'true');
  markVote(pressed);
  try {
    const values = collectValues(root);
    const { container, seen } = host;
    await api.action({ as: app.as, container, seen, blockId, actionId, ...(value === null ? {} : { value }), values });
  } finally {
    pressed.removeAttribute('aria-busy');
  }
}

/** Feedback buttons stay pressed, as Slack shows them. @param {Element} pressed */
function markVote(pressed) {
  const group = pressed.closest('.sb-feedback');
  if (!group) return;
  for (const button of group.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button === pressed));
}

/** Small accessory images and sparklines have nothing more to show. @param {HTMLImageElement} image */
function isLarge(image) {
  return image.naturalWidth > 120 && image.clientWidth > 80;
}

/** @param {Event} event */
function closeOverflows(event) {
  for (const details of document.querySelectorAll('.blocks details[open]')) {
    if (!details.contains(/** @type {Node} */ (event.target))) details.removeAttribute('open');
  }
}
