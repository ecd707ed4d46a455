import { loadAll, loadFeed, loadHome, loadState, loadThread, loadViews } from './load.js';
import { app, changed, emptyFeed } from './store.js';

/** @typedef {import('../contract.ts').StreamEvent} StreamEvent */

const retryMs = 3000;
const gatherMs = 40;

/** @type {EventSource | null} */
let source = null;
/** @type {number | undefined} */
let retryTimer;

/** Listens as the persona of now; called again after a switch or by the banner's button. */
export function connect() {
  clearTimeout(retryTimer);
  source?.close();
  const mine = new EventSource(`control/stream?as=${encodeURIComponent(app.as)}`);
  source = mine;
  mine.addEventListener('open', () => {
    const wasLost = !app.online;
    setOnline(true);
    if (wasLost) void loadAll();
  });
  mine.addEventListener('message', (event) => receive(event.data));
  mine.addEventListener('error', () => {
    if (source !== mine) return;
    setOnline(false);
    // The browser tries again by itself only after a cut, not after a refusal.
    if (mine.readyState === EventSource.CLOSED) retryTimer = window.setTimeout(connect, retryMs);
  });
}

/** @param {boolean} online */
function setOnline(online) {
  if (app.online === online) return;
  app.online = online;
  changed('online');
}

/** @param {string} data */
function receive(data) {
  /** @type {StreamEvent} */
  let event;
  try {
    event = JSON.parse(data);
  } catch {
    return;
  }
  apply(event);
}

/** @param {StreamEvent} event */
function apply(event) {
  switch (event.type) {
    case 'message':
    case 'update':
    case 'delete':
    case 'reaction':
      if (event.channel === app.place) soon(loadFeed);
      if (app.threadTs && (event.threadTs === app.threadTs || event.ts === app.threadTs)) soon(loadThread);
      if (event.type === 'message') soon(loadState);
      break;
    case 'view':
      soon(loadViews);
      break;
    case 'home':
      if (app.place === 'home') soon(loadHome);
      break;
    case 'clock':
      app.clockTold++;
      if (!app.state) return;
      app.state = { ...app.state, clock: event.clock };
      changed('clock');
      break;
    case 'progress':
      if (!app.state) return;
      app.state = { ...app.state, clock: { ...app.state.clock, progress: event.message } };
      changed('clock');
      break;
    case 'faults':
      soon(loadState);
      break;
    case 'reset':
      app.feed = emptyFeed();
      app.thread = emptyFeed();
      soon(loadAll);
      break;
  }
}

/** @type {Set<() => Promise<unknown>>} */
const due = new Set();

/** One digest is several events: they are answered with one request of a kind.
 * @param {() => Promise<unknown>} load */
function soon(load) {
  if (due.size === 0) {
    setTimeout(() => {
      const now = [...due];
      due.clear();
      for (const one of now) void one();
    }, gatherMs);
  }
  due.add(load);
}
