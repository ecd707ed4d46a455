import { filesOf, restoreFiles } from './file-input.js';

/** @typedef {import('../contract.ts').FormValues} FormValues */
/** @typedef {import('../contract.ts').SimpleValue} SimpleValue */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {Element} element */
export function isControl(element) {
  return element.matches('input, select, textarea');
}

/** @param {Element} element @returns {{ blockId: string, actionId: string }} */
export function idsOf(element) {
  const actor = element.closest('[data-action-id]');
  const block = element.closest('[data-block-id]');
  return { blockId: block?.getAttribute('data-block-id') ?? '', actionId: actor?.getAttribute('data-action-id') ?? '' };
}

/**
 * Everything typed or chosen below `root`, as Slack's state is keyed.
 * @param {Element} root
 * @returns {FormValues}
 */
export function collectValues(root) {
  /** @type {FormValues} */
  const values = {};
  for (const control of controlsOf(root)) {
    const { blockId, actionId } = idsOf(control);
    if (actionId === '') continue;
    const block = (values[blockId] ??= {});
    block[actionId] = merged(block[actionId], control);
  }
  return values;
}

/**
 * Puts `values` back into the controls that still exist.
 * @param {Element} root
 * @param {FormValues} values
 */
export function restoreValues(root, values) {
  for (const control of controlsOf(root)) {
    const { blockId, actionId } = idsOf(control);
    const value = values[blockId]?.[actionId];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && control.type === 'file') {
      restoreFiles(control, Array.isArray(value) ? value : []);
    } else if (control instanceof HTMLInputElement && isChoice(control)) {
      control.checked = Array.isArray(value) ? value.includes(control.value) : value === control.value;
    } else if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = Array.isArray(value) && value.includes(option.value);
    } else control.value = Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
  }
}

/** The value of the element that a control belongs to: its own, or that of its whole group of boxes.
 * @param {Control} control @param {Element} root @returns {SimpleValue} */
export function valueOf(control, root) {
  const { blockId, actionId } = idsOf(control);
  return collectValues(root)[blockId]?.[actionId] ?? null;
}

/** @param {Element} root @returns {Control[]} */
function controlsOf(root) {
  return [...root.querySelectorAll('input, select, textarea')].map((one) => /** @type {Control} */ (one));
}

/** @param {SimpleValue | undefined} before @param {Control} control @returns {SimpleValue} */
function merged(before, control) {
  if (control instanceof HTMLInputElement && control.type === 'file') return filesOf(control).map((one) => one.id);
  if (control instanceof HTMLInputElement && control.type === 'checkbox') {
    const chosen = Array.isArray(before) ? before : [];
    return control.checked ? [...chosen, control.value] : chosen;
  }
  if (control instanceof HTMLInputElement && control.type === 'radio') {
    return control.checked ? control.value : (before ?? null);
  }
  if (control instanceof HTMLSelectElement && control.multiple) return [...control.selectedOptions].map((one) => one.value);
  return control.value === '' ? null : control.value;
}

/** @param {HTMLInputElement} control */
function isChoice(control) {
  return control.type === 'checkbox' || control.type === 'radio';
}
