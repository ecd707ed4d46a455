import { api, ApiError } from './api.js';
import { app, botChat, changed, emptyFeed, here } from './store.js';
import { report } from './toast.js';

/** @type {Map<string, number>} */
const latest = new Map();

/**
 * Answers may overtake one another: only the last asked one of a kind counts.
 * @template T
 * @param {string} kind
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => void} use
 * @param {(error: unknown) => void} [fail]
 */
async function lastOf(kind, ask, use, fail = report) {
  const turn = (latest.get(kind) ?? 0) + 1;
  latest.set(kind, turn);
  try {
    const answer = await ask();
    if (latest.get(kind) === turn) use(answer);
  } catch (error) {
    if (latest.get(kind) === turn) fail(error);
  }
}

export function loadState() {
  const as = app.as;
  const told = app.clockTold;
  return lastOf(
    'state',
    () => api.state(as),
    (state) => {
      // An answer made while the clock still moved must not come after its word that it has arrived.
      app.state = app.state && app.clockTold !== told ? { ...state, clock: app.state.clock } : state;
      changed('state', 'clock');
    },
  );
}

/** Keeps what was scrolled back to: asks again for as many as are shown. */
export function loadFeed() {
  const channel = here();
  if (!channel) return Promise.resolve();
  const limit = Math.min(200, Math.max(50, app.feed.messages.length + 5));
  return lastOf(
    'feed',
    () => api.messages(app.as, channel.id, { limit }),
    (page) => {
      const first = page.messages[0];
      const older = first && page.hasMore ? app.feed.messages.filter((one) => Number(one.ts) < Number(first.ts)) : [];
      const hasMore = older.length > 0 ? app.feed.hasMore : page.hasMore;
      app.feed = { messages: [...older, ...page.messages], hasMore, loaded: true, problem: null };
      changed('feed');
      if (channel.unread > 0 && document.visibilityState === 'visible') void markRead(channel.id);
    },
    (error) => {
      app.feed = { ...app.feed, loaded: true, problem: sentence(error) };
      changed('feed');
    },
  );
}

export function loadOlder() {
  const first = app.feed.messages[0];
  const channel = here();
  if (!first || !channel) return Promise.resolve();
  return lastOf(
    'feed',
    () => api.messages(app.as, channel.id, { before: first.ts, limit: 50 }),
    (page) => {
      app.feed = { ...app.feed, messages: [...page.messages, ...app.feed.messages], hasMore: page.hasMore };
      changed('feed');
    },
  );
}

export function loadThread() {
  const channel = here();
  const ts = app.threadTs;
  if (!channel || !ts) return Promise.resolve();
  return lastOf(
    'thread',
    () => api.thread(app.as, channel.id, ts),
    (page) => {
      app.thread = { ...page, loaded: true, problem: null };
      changed('thread');
    },
    (error) => {
      app.thread = { ...emptyFeed(), loaded: true, problem: sentence(error) };
      changed('thread');
    },
  );
}

export function loadHome() {
  return lastOf(
    'home',
    () => api.home(app.as),
    (home) => {
      app.home = { ...home, loaded: true };
      changed('home');
    },
  );
}

export function loadViews() {
  return lastOf(
    'views',
    () => api.views(app.as),
    ({ views }) => {
      app.views = views;
      changed('views');
    },
  );
}

/** After the persona, the place or the thread changed. Leeway hears that its app was opened, as in Slack. */
export async function loadPlace() {
  app.feed = emptyFeed();
  changed('feed');
  if (app.place === 'home') {
    await api.openHome({ as: app.as, tab: 'home' }).catch(report);
    return loadHome();
  }
  if (app.place === botChat()?.id) void api.openHome({ as: app.as, tab: 'messages' }).catch(report);
  return loadFeed();
}

export async function loadAll() {
  await loadState();
  await Promise.all([app.place === 'home' ? loadHome() : loadFeed(), loadThread(), loadViews()]);
}

/** @param {string} channel */
async function markRead(channel) {
  await api.read({ as: app.as, channel }).catch(report);
  await loadState();
}

/** @param {unknown} error @returns {string} */
function sentence(error) {
  return error instanceof ApiError ? error.message : 'This could not be loaded.';
}
