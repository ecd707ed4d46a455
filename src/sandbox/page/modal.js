import { registerHost, typingSent, typingTold } from './actions.js';
import { api } from './api.js';
import { byId, h, html } from './dom.js';
import { clearErrors, showErrors } from './field-errors.js';
import { showFiles, uploadsDone } from './file-input.js';
import { icon } from './icons.js';
import { loadViews } from './load.js';
import { app, on } from './store.js';
import { report } from './toast.js';
import { collectValues, idsOf, restoreValues } from './values.js';

/** @typedef {import('./store.js').SandboxView} SandboxView */
/** @typedef {{ root: HTMLElement, body: HTMLElement, signature: string, touched: Set<string>, submit: HTMLButtonElement | null }} Open */

/** @type {Map<string, Open>} */
const open = new Map();

/** Shows the stack of modals: the last one on top, the others kept with what was typed into them. */
export function startModals() {
  const dialog = /** @type {HTMLDialogElement} */ (byId('modal'));
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    const top = app.views.at(-1);
    if (top) void close(top);
  });
  on(['views'], () => render(dialog));
}

/** @param {HTMLDialogElement} dialog */
function render(dialog) {
  const ids = new Set(app.views.map((view) => view.id));
  for (const id of open.keys()) if (!ids.has(id)) open.delete(id);
  const top = app.views.at(-1);
  if (!top) {
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
    return;
  }
  for (const view of app.views) draw(view);
  const shown = open.get(top.id);
  if (!shown) return;
  const isNew = shown.root.parentElement !== dialog;
  if (isNew) dialog.replaceChildren(shown.root);
  dialog.dataset['depth'] = String(app.views.length);
  dialog.setAttribute('aria-labelledby', `title-${top.id}`);
  if (!dialog.open) dialog.showModal();
  if (isNew) firstField(shown)?.focus();
}

/** Draws a view the first time, and again when it changed, with what the person typed put back.
 * @param {SandboxView} view */
function draw(view) {
  const signature = JSON.stringify([view.title, view.submit, view.close, view.html]);
  const known = open.get(view.id);
  if (known?.signature === signature) return;
  const body = html(view.html, 'modal-body');
  showFiles(body);
  registerHost(body, { container: { kind: 'view', viewId: view.id }, blocks: view.blocks, seen: view.hash });
  if (known) {
    update(known, view, body, signature);
    return;
  }
  const { footer, submit } = buttons(view);
  const root = h(
    'form',
    { class: 'modal', novalidate: true, 'data-view-id': view.id },
    h('header', {}, h('h2', { id: `title-${view.id}` }, view.title), closeButton(view)),
    body,
    footer,
  );
  /** @type {Open} */
  const entry = { root, body, signature, touched: new Set(), submit };
  root.addEventListener('input', (event) => entry.touched.add(keyOf(/** @type {Element} */ (event.target))));
  root.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(view.id, entry);
  });
  open.set(view.id, entry);
}

/** @param {Open} known @param {SandboxView} view @param {HTMLElement} body @param {string} signature */
function update(known, view, body, signature) {
  const typed = collectValues(known.body);
  for (const [blockId, block] of Object.entries(typed)) {
    for (const actionId of Object.keys(block)) if (!known.touched.has(`${blockId}/${actionId}`)) delete block[actionId];
  }
  const focused = document.activeElement && known.body.contains(document.activeElement) ? keyOf(document.activeElement) : null;
  restoreValues(body, typed);
  const scrolled = known.body.scrollTop;
  known.body.replaceWith(body);
  body.scrollTop = scrolled;
  known.body = body;
  known.signature = signature;
  const title = known.root.querySelector('h2');
  if (title) title.textContent = view.title;
  // A form that became a note has nothing to send any more.
  if (known.submit && view.submit) {
    known.submit.textContent = view.submit;
    const [leave] = known.root.querySelectorAll('footer button');
    if (leave) leave.textContent = view.close || 'Close';
  } else if (known.submit || view.submit) {
    const { footer, submit } = buttons(view);
    known.root.querySelector('footer')?.replaceWith(footer);
    known.submit = submit;
    footer.querySelector('button')?.focus();
  }
  const again = focused && fields(body).find((field) => keyOf(field) === focused);
  if (again) again.focus();
}

/** @param {SandboxView} view */
function buttons(view) {
  const submit = view.submit ? h('button', { class: 'button primary', type: 'submit' }, view.submit) : null;
  const leave = h('button', { class: 'button', type: 'button', onclick: () => void close(view) }, view.close || 'Close');
  return { footer: h('footer', {}, leave, submit), submit };
}

/** @param {string} id @param {Open} entry */
async function send(id, entry) {
  const { submit } = entry;
  if (!submit || submit.disabled) return;
  clearErrors(entry.body);
  typingSent();
  submit.disabled = true;
  submit.setAttribute('aria-busy', 'true');
  try {
    await uploadsDone();
    const result = await api.submitView(id, { as: app.as, values: collectValues(entry.body) });
    // The view comes back with what was typed in it and is drawn anew: errors shown before that would be gone.
    await loadViews();
    if (result.errors) showErrors(entry.body, result.errors);
  } catch (error) {
    report(error);
    await loadViews();
  } finally {
    submit.disabled = false;
    submit.removeAttribute('aria-busy');
  }
}

/** @param {SandboxView} view */
async function close(view) {
  await typingTold();
  app.views = app.views.filter((one) => one.id !== view.id);
  render(/** @type {HTMLDialogElement} */ (byId('modal')));
  await api.closeView(view.id, { as: app.as }).catch(report);
  await loadViews();
}

/** @param {SandboxView} view */
function closeButton(view) {
  return h('button', { type: 'button', class: 'bare', 'aria-label': 'Close', onclick: () => void close(view) }, icon('close'));
}

/** @param {Element} element */
function keyOf(element) {
  const { blockId, actionId } = idsOf(element);
  return `${blockId}/${actionId}`;
}

/** @param {Open} entry */
function firstField(entry) {
  return (
    fields(entry.body).find((field) => field.autofocus) ??
    fields(entry.body)[0] ??
    entry.submit ??
    entry.root.querySelector('footer button')
  );
}

/** @param {Element} body @returns {HTMLElement[]} */
function fields(body) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('input:not([type=hidden]), select, textarea'))];
}
