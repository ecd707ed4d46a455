import { api } from './api.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { app } from './store.js';
import { report, toast } from './toast.js';

/** @typedef {{ id: string, name: string }} Chosen */

const maxBytes = 5_000_000;
/** Names of what was uploaded from this page, by id. @type {Map<string, string>} */
const names = new Map();
/** Uploads that are not done yet. @type {Set<Promise<unknown>>} */
const underWay = new Set();

/** A form's file inputs upload at once what is chosen, as Slack's do. */
export function startFileInputs() {
  document.addEventListener('change', (event) => {
    const control = event.target;
    if (!(control instanceof HTMLInputElement) || control.type !== 'file' || !control.dataset['files']) return;
    const picked = [...(control.files ?? [])];
    // The same file can be chosen again after it was taken away.
    control.value = '';
    void choose(control, picked);
  });
}

/** @param {HTMLInputElement} control @param {File[]} picked */
async function choose(control, picked) {
  const most = Number(control.dataset['most'] ?? 10);
  for (const file of picked) {
    const done = await uploadFile(file);
    if (done) setFiles(control, [...(most === 1 ? [] : filesOf(control)), done]);
  }
}

/** Uploads a file as the persona; what cannot be uploaded is said, and gives null. @param {File} file @returns {Promise<Chosen | null>} */
export async function uploadFile(file) {
  if (file.size === 0 || file.size > maxBytes) {
    toast(file.size === 0 ? `${file.name} is empty.` : `${file.name} is larger than the sandbox takes (5 MB).`, 'bad');
    return null;
  }
  const work = send(file);
  underWay.add(work);
  try {
    return await work;
  } catch (error) {
    report(error);
    return null;
  } finally {
    underWay.delete(work);
  }
}

/** @param {File} file @returns {Promise<Chosen>} */
async function send(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let from = 0; from < bytes.length; from += 32_768) binary += String.fromCharCode(...bytes.subarray(from, from + 32_768));
  const { id } = (await api.upload({ as: app.as, name: file.name, base64: btoa(binary) })).file;
  names.set(id, file.name);
  return { id, name: file.name };
}

/** Before a form is sent: whatever was chosen is there. */
export async function uploadsDone() {
  await Promise.allSettled(underWay);
}

/** @param {HTMLInputElement} control @returns {Chosen[]} */
export function filesOf(control) {
  return JSON.parse(control.dataset['files'] ?? '[]');
}

/** @param {HTMLInputElement} control @param {string[]} ids */
export function restoreFiles(control, ids) {
  const known = filesOf(control);
  control.dataset['files'] = JSON.stringify(
    ids.map((id) => known.find((one) => one.id === id) ?? { id, name: names.get(id) ?? id }),
  );
  drawFiles(control);
}

/** @param {HTMLInputElement} control @param {Chosen[]} files */
function setFiles(control, files) {
  control.dataset['files'] = JSON.stringify(files);
  drawFiles(control);
  control.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Shows what every file input below an element holds. @param {Element} root */
export function showFiles(root) {
  for (const control of root.querySelectorAll('input[type=file][data-files]'))
    drawFiles(/** @type {HTMLInputElement} */ (control));
}

/** Beside the label, whose words would else name the files too. @param {HTMLInputElement} control */
function drawFiles(control) {
  const block = control.closest('.sb-input');
  block?.querySelector('.file-chips')?.remove();
  const files = filesOf(control);
  if (files.length === 0) return;
  const list = chips(files, (gone) => {
    setFiles(
      control,
      filesOf(control).filter((one) => one.id !== gone.id),
    );
    control.focus();
  });
  block?.querySelector('.sb-labelled')?.after(list);
}

/** Files as a list, each with a button that takes it away. @param {Chosen[]} files @param {(file: Chosen) => void} ongone */
export function chips(files, ongone) {
  return h(
    'ul',
    { class: 'file-chips', 'aria-label': 'Files' },
    files.map((file) =>
      h(
        'li',
        {},
        h('span', {}, file.name),
        h(
          'button',
          { type: 'button', class: 'bare', 'aria-label': `Take ${file.name} away`, onclick: () => ongone(file) },
          icon('close'),
        ),
      ),
    ),
  );
}
