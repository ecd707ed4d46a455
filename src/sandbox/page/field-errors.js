import { h } from './dom.js';

/** @param {Element} root */
export function clearErrors(root) {
  for (const note of root.querySelectorAll('.field-error')) note.remove();
  for (const place of root.querySelectorAll('.sb-error')) place.textContent = '';
  for (const field of root.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
}

/**
 * Puts each error under its input and the focus into the first one that is wrong.
 * @param {Element} root
 * @param {Record<string, string>} errors by block_id
 */
export function showErrors(root, errors) {
  /** @type {HTMLElement | null} */
  let first = null;
  for (const [blockId, message] of Object.entries(errors)) {
    const id = `error-${blockId}`;
    const note = h('p', { class: 'field-error', id, role: 'alert' }, message);
    const block = root.querySelector(`.sb-input[data-block-id="${CSS.escape(blockId)}"]`);
    const field = block?.querySelector('input, select, textarea');
    if (field instanceof HTMLElement) {
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', id);
      first ??= field;
    }
    (block?.querySelector('.sb-error') ?? block ?? root).append(note);
  }
  first?.focus();
}
