import { api } from './api.js';
import { byId, h } from './dom.js';
import { closeMenu, openMenu } from './menu.js';
import { app, now, on, zone } from './store.js';
import { dayKey, hourMinute, shortDate, zonedToIso, zoneCity } from './time.js';
import { report, toast } from './toast.js';

/** A day picked by hand starts when an office does: before that nothing new has been posted. */
const jumpTime = '09:00';

/** Domain time, and the buttons that move it. */
export function startClock() {
  byId('next-day').addEventListener('click', () => void move({ by: 'day' }));
  byId('next-week').addEventListener('click', () => void move({ by: 'week' }));
  const jump = byId('jump');
  jump.addEventListener('click', () => openJump(jump));
  on(['clock', 'state'], render);
}

function render() {
  const clock = app.state?.clock;
  if (!clock) return;
  const at = new Date(clock.now);
  const [, day = '', year = ''] = /^(.*) (\d+)$/.exec(shortDate(at, zone())) ?? [];
  byId('clock-date').replaceChildren(day, h('span', { class: 'year' }, ` ${year}`));
  byId('clock-time').textContent = `${hourMinute(at, zone())} ${zoneCity(zone())}`;
  byId('clock-now').setAttribute('datetime', clock.now);
  for (const id of ['next-day', 'next-week', 'jump']) {
    const button = /** @type {HTMLButtonElement} */ (byId(id));
    // Kept focusable: a disabled button would throw a keyboard's focus back to the top of the page.
    button.setAttribute('aria-disabled', String(clock.busy));
  }
  byId('progress').hidden = !clock.busy;
  byId('progress-words').textContent = clock.progress ?? 'Moving the clock…';
  const share = shareOf(clock.progress ?? '');
  const bar = byId('progress-bar');
  bar.classList.toggle('endless', share === null);
  bar.style.setProperty('--share', `${Math.round((share ?? 1) * 100)}%`);
}

/** "Week 3 of 7 …" tells how far it is.
 * @param {string} words @returns {number | null} from 0 to 1 */
export function shareOf(words) {
  const found = /(\d+)\s*(?:of|\/)\s*(\d+)/.exec(words) ?? /(\d+)\s*%/.exec(words);
  if (!found) return null;
  const total = Number(found[2] ?? 100);
  return total > 0 ? Math.min(1, Number(found[1]) / total) : null;
}

/** @param {{ by: 'day' | 'week' } | { to: string }} by */
async function move(by) {
  const state = app.state;
  if (!state || state.clock.busy) return;
  try {
    const clock = await api.moveClock(by);
    // The end may have come over the stream before this answer.
    if (app.state && new Date(app.state.clock.now) <= new Date(clock.now)) app.state = { ...app.state, clock };
    render();
  } catch (error) {
    report(error);
  }
}

/** @param {HTMLElement} opener */
function openJump(opener) {
  if (app.state?.clock.busy) return;
  const suggestions = (app.state?.suggestions ?? []).map((suggestion) => {
    const at = new Date(suggestion.to);
    const past = at <= now();
    const words = h(
      'span',
      { class: 'jump-line' },
      suggestion.label,
      h('span', { class: 'hint' }, past ? 'already past' : shortDate(at, zone())),
    );
    return { label: words, disabled: past, onpick: () => void move({ to: suggestion.to }) };
  });
  const head = h('p', { class: 'menu-head' }, 'Time only moves forward. Leeway works through every day on the way.');
  openMenu(opener, [head, ...suggestions, dateForm(), ...doingItems()], { label: 'Jump to', wide: true });
}

/** What the demo can do besides moving time, under a head of its own. */
function doingItems() {
  const doings = app.state?.doings ?? [];
  if (doings.length === 0) return [];
  const head = h('p', { class: 'menu-head' }, 'Or let something happen in the company now.');
  return [head, ...doings.map(({ name, label }) => ({ label, onpick: () => void happen(name) }))];
}

/** @param {string} name */
async function happen(name) {
  try {
    toast((await api.doDoing({ name })).message);
  } catch (error) {
    report(error);
  }
}

function dateForm() {
  const tomorrow = dayKey(new Date(now().getTime() + 86_400_000), zone());
  const input = h('input', { type: 'date', min: tomorrow, value: tomorrow, required: true, 'aria-label': 'Jump to this day' });
  const form = h('form', { class: 'jump-form' }, input, h('button', { class: 'button primary', type: 'submit' }, 'Go'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    closeMenu();
    void move({ to: zonedToIso(input.value, jumpTime, zone()) });
  });
  // The menu's arrow keys would take the date picker's own.
  input.addEventListener('keydown', (event) => {
    if (event.key.startsWith('Arrow')) event.stopPropagation();
  });
  return form;
}
