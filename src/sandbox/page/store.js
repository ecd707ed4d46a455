/** @typedef {import('../contract.ts').StateResponse} StateResponse */
/** @typedef {import('../contract.ts').SandboxMessage} SandboxMessage */
/** @typedef {import('../contract.ts').SandboxView} SandboxView */
/** @typedef {import('../contract.ts').Persona} Persona */
/** @typedef {import('../contract.ts').ChannelSummary} ChannelSummary */
/** @typedef {{ messages: SandboxMessage[], hasMore: boolean, loaded: boolean, problem: string | null }} Feed */
/** @typedef {'state' | 'route' | 'feed' | 'thread' | 'home' | 'views' | 'clock' | 'online'} Topic */

/** @returns {Feed} */
export function emptyFeed() {
  return { messages: [], hasMore: false, loaded: false, problem: null };
}

/** What the page knows; changed only by load.js, stream.js and main.js, which then say what changed. */
export const app = {
  as: '',
  /** A channel id, or `home`. */
  place: '',
  /** @type {string | null} */
  threadTs: null,
  /** @type {StateResponse | null} */
  state: null,
  feed: emptyFeed(),
  thread: emptyFeed(),
  /** @type {{ html: string, view: SandboxView | null, loaded: boolean }} */
  home: { html: '', view: null, loaded: false },
  /** @type {SandboxView[]} */
  views: [],
  online: true,
  /** How often the clock itself has said where it stands: what was asked for before that is older. */
  clockTold: 0,
};

/** @type {Map<Topic, Set<() => void>>} */
const listeners = new Map();

/** @param {Topic[]} topics @param {() => void} listener */
export function on(topics, listener) {
  for (const topic of topics) {
    const set = listeners.get(topic) ?? new Set();
    set.add(listener);
    listeners.set(topic, set);
  }
}

/** @param {...Topic} topics */
export function changed(...topics) {
  const due = new Set(topics.flatMap((topic) => [...(listeners.get(topic) ?? [])]));
  for (const listener of due) listener();
}

/** @returns {Persona | null} */
export function me() {
  return app.state?.personas.find((persona) => persona.userId === app.as) ?? null;
}

/** The zone in which this page tells times: the persona's.
 * @returns {string} */
export function zone() {
  return me()?.tz ?? app.state?.clock.zone ?? 'UTC';
}

/** @returns {Date} domain time */
export function now() {
  return new Date(app.state?.clock.now ?? 0);
}

/** @returns {ChannelSummary | null} */
export function here() {
  return app.state?.channels.find((channel) => channel.id === app.place) ?? null;
}

/** The persona's direct message with the bot.
 * @returns {ChannelSummary | null} */
export function botChat() {
  return app.state?.channels.find((channel) => channel.kind === 'im') ?? null;
}

/** @param {string} id @returns {string} a person's or the bot's name */
export function nameOf(id) {
  const bot = app.state?.bot;
  if (bot && (id === bot.userId || id === bot.botId)) return bot.name;
  if (id === 'USLACKBOT') return 'Slackbot';
  return app.state?.personas.find((persona) => persona.userId === id)?.name ?? id;
}
