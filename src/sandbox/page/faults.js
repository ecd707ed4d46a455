import { api } from './api.js';
import { byId, h } from './dom.js';
import { faultWords, often, standingWords } from './fault-words.js';
import { icon } from './icons.js';
import { app, on } from './store.js';
import { report } from './toast.js';

/** @typedef {import('../contract.ts').Fault} Fault */
/** @typedef {import('../contract.ts').FaultKind} FaultKind */

/** What this Slack is told to do wrong: a line above everything while it is, and the panel that tells it. */
export function startFaults() {
  byId('faults-open').addEventListener('click', open);
  byId('faults-look').addEventListener('click', open);
  byId('faults-end').addEventListener('click', () => void put([]));
  on(['state'], render);
}

const dialog = () => /** @type {HTMLDialogElement} */ (byId('faults'));
const standing = () => app.state?.faults ?? [];

function open() {
  draw();
  dialog().showModal();
}

function render() {
  const count = standing().length;
  byId('faults-on').hidden = count === 0;
  byId('faults-words').textContent =
    count === 1 ? 'A fault is on: this Slack misbehaves.' : `${count} faults are on: this Slack misbehaves.`;
  if (dialog().open) byId('faults-list').replaceChildren(...lines());
}

function draw() {
  const close = () => dialog().close();
  dialog().replaceChildren(
    h(
      'div',
      { class: 'modal' },
      h(
        'header',
        {},
        h('h2', { id: 'faults-title' }, 'Faults of this Slack'),
        h('button', { class: 'bare', type: 'button', 'aria-label': 'Close', onclick: close }, icon('close')),
      ),
      h(
        'div',
        { class: 'modal-body' },
        h('p', { class: 'hint' }, 'Tell this Slack what to do wrong, and see what Leeway makes of it.'),
        h('ul', { id: 'faults-list', 'aria-live': 'polite' }, ...lines()),
        form(),
      ),
    ),
  );
}

function lines() {
  const all = standing();
  if (all.length === 0) return [h('li', { class: 'hint' }, 'None is on: this Slack behaves.')];
  /** @param {string} id */
  const nameOf = (id) => `#${app.state?.channels.find((channel) => channel.id === id)?.name ?? id}`;
  return all.map((fault, index) =>
    h(
      'li',
      { class: 'fault' },
      h('span', {}, h('strong', {}, faultWords[fault.kind].words), h('span', { class: 'hint' }, standingWords(fault, nameOf))),
      h(
        'button',
        {
          class: 'button',
          type: 'button',
          'aria-label': `End: ${faultWords[fault.kind].words}`,
          onclick: () => void put(all.filter((_, other) => other !== index)),
        },
        'End',
      ),
    ),
  );
}

function form() {
  const kind = select(
    'What goes wrong',
    Object.entries(faultWords).map(([value, { words }]) => [value, words]),
  );
  const when = select(
    'How often',
    often.map(({ label }, index) => [String(index), label]),
  );
  const channels = app.state?.channels.filter((channel) => channel.kind === 'channel') ?? [];
  const where = select('Where', [['', 'everywhere'], ...channels.map((channel) => [channel.id, `only in #${channel.name}`])]);
  const endAll = h('button', { class: 'button', type: 'button', onclick: () => void put([]) }, 'End all');
  const whole = h(
    'form',
    { class: 'fault-form' },
    kind.field,
    when.field,
    where.field,
    h('div', { class: 'dialog-actions' }, endAll, h('button', { class: 'button primary', type: 'submit' }, 'Switch it on')),
  );
  whole.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = /** @type {FaultKind} */ (kind.element.value);
    const { method } = faultWords[chosen];
    // What the sandbox sends names no channel.
    const channel = method === 'delivery' || where.element.value === '' ? {} : { channel: where.element.value };
    void put([
      ...standing(),
      { remaining: null, kind: chosen, method, ...often[Number(when.element.value)]?.fields, ...channel },
    ]);
  });
  return whole;
}

/** @param {string} label @param {string[][]} options */
function select(label, options) {
  const element = h('select', {}, ...options.map(([value = '', words = '']) => h('option', { value }, words)));
  return { element, field: h('label', {}, h('span', { class: 'hint' }, label), element) };
}

/** The stream tells when they have changed; the answer already says how they stand.
 * @param {Fault[]} faults */
async function put(faults) {
  try {
    const answer = await api.setFaults({
      faults: faults.map(({ kind, method, channel, every, share, seed, remaining, seconds }) => ({
        kind,
        method,
        channel,
        every,
        share,
        seed,
        remaining,
        seconds,
      })),
    });
    if (app.state) app.state = { ...app.state, faults: answer.faults };
    render();
  } catch (error) {
    report(error);
  }
}
