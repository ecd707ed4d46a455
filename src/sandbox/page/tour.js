import { byId, h } from './dom.js';
import { go } from './go.js';
import { icon } from './icons.js';
import { openPersonas } from './persona.js';
import { app, on } from './store.js';

/** @typedef {{ title: string, text: string, own?: string, target: () => HTMLElement | null, offer?: string, run?: () => void }} Step */

const storageKey = 'leeway.sandbox.tour';

/** @type {(text: string) => void} */
let ask = () => {};
let current = -1;

/** @type {Step[]} */
const steps = [
  {
    title: 'A workspace to try things in',
    text: 'The company is simulated, the flights are real ones of 2001. Leeway watches a model that forecasts delays and posts its digest in #model-health.',
    own: 'Leeway watches your own model here, on your own data and on this machine alone. It posts its digests in #model-health and #data-science.',
    target: () => document.querySelector(`#places [data-channel="${digests()?.id}"]`),
    offer: 'Open #model-health',
    run: openDigests,
  },
  {
    title: 'Be somebody else',
    text: 'Each person sees their own channels and times, and Leeway answers each in their own words. Try the executive, then the data scientist.',
    own: 'Each person sees their own channels and times. Add people to leeway.yml, apply it and start again: they can then be chosen here.',
    target: () => visible('persona', 'persona-small'),
    offer: 'Switch person',
    run: () => {
      const button = visible('persona', 'persona-small');
      if (button) openPersonas(button);
    },
  },
  {
    title: 'Let a week pass',
    text: 'Leeway reads the flights of that week, compares them with January and posts what the week asks of whom. Watch #model-health.',
    own: 'Leeway reads the rows of that week, compares them with the weeks before and posts what it found. After the last week of your data it says that there are none.',
    target: () => byId('next-week'),
    offer: 'Next week',
    run: () => {
      openDigests();
      byId('next-week').click();
    },
  },
  {
    title: 'Ask',
    text: 'Write “how is flight-delay doing?” to @Leeway, or run /leeway. Every figure in the answer can say where it comes from.',
    own: 'Write “how are the models doing?” to @Leeway, or run /leeway status. Every figure in the answer can say where it comes from.',
    target: () => byId('composer'),
    offer: 'Ask it',
    run: () =>
      ask(app.state?.team.note === undefined ? '@Leeway how is flight-delay doing?' : '@Leeway how are the models doing?'),
  },
  {
    title: 'Do something about it',
    text: 'Under a finding, “Take it” gives it a name and a date. “Flag a problem” opens a case, and its owner hears of it at once.',
    target: () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('#feed .sb-actions'))].at(-1) ?? null,
  },
];

/** @param {(text: string) => void} send */
export function startTour(send) {
  ask = send;
  byId('help').addEventListener('click', () => show(0));
  window.addEventListener('resize', place);
  on(['state', 'feed', 'route', 'clock'], place);
  const off = new URLSearchParams(location.search).get('tour') === 'off';
  if (!off && localStorage.getItem(storageKey) !== 'done') show(0);
}

/** @param {number} index */
function show(index) {
  const step = steps[index];
  const card = byId('tour');
  current = step ? index : -1;
  if (!step) {
    localStorage.setItem(storageKey, 'done');
    if (card.matches(':popover-open')) card.hidePopover();
    place();
    return;
  }
  const last = index === steps.length - 1;
  card.replaceChildren(
    h('p', { class: 'hint' }, `${index + 1} of ${steps.length}`),
    h('button', { type: 'button', class: 'bare', 'aria-label': 'End the tour', onclick: () => show(-1) }, icon('close')),
    h('h2', {}, step.title),
    h('p', {}, app.state?.team.note === undefined ? step.text : (step.own ?? step.text)),
    h(
      'div',
      { class: 'tour-actions' },
      step.run && h('button', { type: 'button', class: 'button', onclick: step.run }, step.offer),
      h('button', { type: 'button', class: 'button primary', onclick: () => show(index + 1) }, last ? 'Done' : 'Next'),
    ),
  );
  if (!card.matches(':popover-open')) card.showPopover();
  place();
  card.focus({ preventScroll: true });
}

/** Next to what the step is about, with a ring around that. */
function place() {
  for (const ringed of document.querySelectorAll('.tour-target')) ringed.classList.remove('tour-target');
  const step = steps[current];
  if (!step) return;
  const card = byId('tour');
  const target = step.target();
  const anchor = target && target.getClientRects().length > 0 ? target.getBoundingClientRect() : null;
  const own = card.getBoundingClientRect();
  const gap = 12;
  target?.classList.add('tour-target');
  const onScreen = anchor && anchor.bottom > 0 && anchor.top < innerHeight && anchor.right > 0;
  const below = anchor && anchor.bottom + gap + own.height < innerHeight;
  const top = !onScreen ? innerHeight - own.height - gap * 8 : below ? anchor.bottom + gap : anchor.top - gap - own.height;
  const left = onScreen ? anchor.left : innerWidth - own.width - gap;
  card.style.top = `${Math.max(gap, top)}px`;
  card.style.left = `${Math.max(gap, Math.min(left, innerWidth - own.width - gap))}px`;
}

function openDigests() {
  const channel = digests();
  if (channel) go({ place: channel.id });
}

function digests() {
  return app.state?.channels.find((one) => one.name === 'model-health');
}

/** The first of these that is on the screen. @param {...string} ids */
function visible(...ids) {
  return ids.map(byId).find((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > 0) ?? null;
}
