import { byId, h } from './dom.js';

/** @typedef {import('./blocks.js').ConfirmWords} ConfirmWords */

/** Slack's confirmation before an action. Escape is "no".
 * @param {ConfirmWords} words @returns {Promise<boolean>} */
export function askConfirm(words) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('confirm'));
  const deny = h('button', { class: 'button', value: 'no' }, words.deny);
  const confirm = h('button', { class: `button ${words.danger ? 'danger' : 'primary'}`, value: 'yes' }, words.confirm);
  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'confirm-title' }, words.title),
      h('p', {}, emphasised(words.text)),
      h('div', { class: 'dialog-actions' }, deny, confirm),
    ),
  );
  dialog.returnValue = 'no';
  dialog.showModal();
  (words.danger ? deny : confirm).focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** Slack's `*bold*` is all that our confirmations use.
 * @param {string} text */
function emphasised(text) {
  return text.split(/\*([^*\n]+)\*/).map((part, index) => (index % 2 === 1 ? h('strong', {}, part) : part));
}
