import { startActions } from './actions.js';
import { startChannel } from './channel.js';
import { startClock } from './clock.js';
import { createComposer } from './composer.js';
import { byId } from './dom.js';
import { startFileInputs } from './file-input.js';
import { startFaults } from './faults.js';
import { go, hashOf } from './go.js';
import { startHeader } from './header.js';
import { startHome } from './home.js';
import { icon, sail } from './icons.js';
import { loadFeed, loadPlace, loadState, loadThread, loadViews } from './load.js';
import { startModals } from './modal.js';
import { startPrompts } from './prompts.js';
import { parseHash } from './router.js';
import { startSidebar } from './sidebar.js';
import { app, changed, emptyFeed, on } from './store.js';
import { connect } from './stream.js';
import { startThread } from './thread.js';
import { report } from './toast.js';
import { startTour } from './tour.js';

/** @typedef {import('../contract.ts').Persona} Persona */

const personaKey = 'leeway.sandbox.persona';
/** Asks who the personas are. */
const firstPersona = 'U0ANYBODY';

/** Charts and panels follow the reader's light or dark; the renderer wants it as an attribute. */
function followTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () => (document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', set);
  set();
}

/** Reads the address, and corrects it where it names no place that this person has. */
async function follow() {
  const route = parseHash(location.hash);
  const as = route.as ?? localStorage.getItem(personaKey) ?? firstPersona;
  const switched = as !== app.as || app.state === null;
  if (switched) {
    app.as = as;
    app.place = '';
    app.feed = emptyFeed();
    app.views = [];
    await loadState();
    // Somebody else was chosen meanwhile.
    if (app.as !== as) return;
    if (!app.state) {
      // A link or a memory of a workspace that had other people.
      localStorage.removeItem(personaKey);
      return as === firstPersona ? undefined : go({ as: firstPersona, place: route.place ?? 'home' });
    }
    const known = app.state.personas.some((persona) => persona.userId === as);
    const [first] = app.state.personas;
    if (!known && first && as !== first.userId)
      return location.replace(hashOf({ as: first.userId, place: route.place ?? '', thread: route.thread }));
    localStorage.setItem(personaKey, as);
    connect();
    void loadViews();
  }
  const place = resolved(route.place);
  if (place !== route.place || !route.as) return location.replace(`#/${as}/${place}`);
  const moved = switched || place !== app.place;
  const rethreaded = moved || route.thread !== app.threadTs;
  app.place = place;
  app.threadTs = route.thread;
  if (moved) app.feed = emptyFeed();
  if (rethreaded) app.thread = emptyFeed();
  changed('route');
  await Promise.all([moved ? loadPlace() : null, rethreaded ? loadThread() : null]);
}

/** @param {string | null} place @returns {string} */
function resolved(place) {
  const channels = app.state?.channels ?? [];
  if (place === 'home' || channels.some((channel) => channel.id === place)) return place ?? 'home';
  const own = channels.find((channel) => channel.kind === 'im');
  if (place?.startsWith('D') && own) return own.id;
  const start = channels.find((channel) => channel.name === 'model-health') ?? channels[0];
  return start?.id ?? 'home';
}

function startBanner() {
  on(['state'], () => {
    const { name, note } = app.state?.team ?? {};
    if (note === undefined) return;
    byId('simulated').textContent = note;
    byId('clock').setAttribute('aria-label', `Clock of ${name}`);
  });
  on(['online'], () => (byId('offline').hidden = app.online));
  byId('reconnect').addEventListener('click', () => {
    connect();
    if (!app.state) void follow();
  });
}

/** The address holds the place, so this link may not change it. */
function startSkip() {
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.querySelector('textarea')?.focus();
  });
}

function drawMarks() {
  byId('mark').innerHTML = sail;
  for (const holder of document.querySelectorAll('[data-icon]')) {
    const name = /** @type {import('./icons.js').IconName} */ (holder.getAttribute('data-icon'));
    holder.prepend(icon(name));
  }
}

followTheme();
drawMarks();
startBanner();
startSkip();
startActions();
startFileInputs();
startSidebar();
startHeader();
startChannel();
startThread();
startHome();
startModals();
startClock();
startFaults();
const composer = createComposer(byId('composer'), { inThread: false });
createComposer(byId('thread-composer'), { inThread: true });
startPrompts((text) => void composer.send(text));
window.addEventListener('hashchange', () => void follow().catch(report));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && app.place !== 'home') void loadFeed();
});
await follow().catch(report);
if (!app.state) connect();
startTour((text) => void composer.send(text));
