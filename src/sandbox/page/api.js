/** @typedef {import('../contract.ts').StateResponse} StateResponse */
/** @typedef {import('../contract.ts').SandboxMessage} SandboxMessage */
/** @typedef {import('../contract.ts').SandboxView} SandboxView */
/** @typedef {import('../contract.ts').SubmitResponse} SubmitResponse */
/** @typedef {import('../contract.ts').ActionBody} ActionBody */
/** @typedef {import('../contract.ts').FormValues} FormValues */
/** @typedef {import('../contract.ts').ClockState} ClockState */
/** @typedef {import('../contract.ts').Fault} Fault */
/** @typedef {import('../contract.ts').FaultState} FaultState */
/** @typedef {{ messages: SandboxMessage[], hasMore: boolean }} Page */

/** Longer than any delivery with its three seconds, so that the sandbox's own words reach the person first. */
const requestTimeoutMs = 20_000;

/** A refusal, in words that can be shown as they are. */
export class ApiError extends Error {
  /** @param {string} code @param {string} message @param {number} status 0 when no answer came */
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export const api = {
  /** @param {string} as @returns {Promise<StateResponse>} */
  state: (as) => get(`state`, { as }),
  /** @param {string} as @param {string} channel @param {{ limit?: number, before?: string }} [page] @returns {Promise<Page>} */
  messages: (as, channel, page = {}) => get(`channels/${channel}/messages`, { as, ...page }),
  /** @param {string} as @param {string} channel @param {string} ts @returns {Promise<Page>} */
  thread: (as, channel, ts) => get(`channels/${channel}/threads/${ts}`, { as }),
  /** @param {{ as: string, name: string, base64: string }} body @returns {Promise<{ file: { id: string } }>} */
  upload: (body) => send('POST', 'files', body),
  /** @param {{ as: string, channel: string, text: string, threadTs?: string, files?: string[] }} body */
  say: (body) => send('POST', 'messages', body),
  /** @param {{ as: string, channel: string, command: string, text: string }} body */
  command: (body) => send('POST', 'commands', body),
  /** @param {ActionBody} body */
  action: (body) => send('POST', 'actions', body),
  /** @param {{ as: string, callbackId: string, channel?: string, ts?: string }} body */
  shortcut: (body) => send('POST', 'shortcuts', body),
  /** @param {{ as: string, channel: string, ts: string, name: string, remove: boolean }} body */
  react: (body) => send('POST', 'reactions', body),
  /** @param {{ as: string, channel: string }} body */
  read: (body) => send('POST', 'read', body),
  /** @param {string} as @returns {Promise<{ views: SandboxView[] }>} */
  views: (as) => get('views', { as }),
  /** @param {string} id @param {{ as: string, values: FormValues }} body @returns {Promise<SubmitResponse>} */
  submitView: (id, body) => send('POST', `views/${encodeURIComponent(id)}/submit`, body),
  /** @param {string} id @param {{ as: string, all?: boolean }} body */
  closeView: (id, body) => send('POST', `views/${encodeURIComponent(id)}/close`, body),
  /** @param {string} as @returns {Promise<{ view: SandboxView | null, html: string }>} */
  home: (as) => get('home', { as }),
  /** @param {{ as: string, tab: 'home' | 'messages' }} body */
  openHome: (body) => send('POST', 'home/open', body),
  /** @param {{ by: 'day' | 'week' } | { to: string }} body @returns {Promise<ClockState>} */
  moveClock: (body) => send('POST', 'clock', body),
  /** @param {{ name: string }} body @returns {Promise<{ message: string }>} */
  doDoing: (body) => send('POST', 'do', body),
  /** @param {{ faults: Fault[] }} body @returns {Promise<{ faults: FaultState[] }>} */
  setFaults: (body) => send('PUT', 'faults', body),
};

/** @param {string} path @param {Record<string, string | number>} query */
function get(path, query) {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return request(`control/${path}?${search}`, {});
}

/** @param {'POST' | 'PUT'} method @param {string} path @param {unknown} body */
function send(method, path, body) {
  return request(`control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The contract's types are trusted here: page and server are one version, served by one process.
 * @param {string} url @param {RequestInit} init @returns {Promise<any>} */
async function request(url, init) {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) }).catch(() => null);
  if (!response) throw new ApiError('unreachable', 'The sandbox does not answer. Is Leeway still running?', 0);
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  throw refusal(response.status, body);
}

/** @param {number} status @param {{ error?: unknown, message?: unknown } | null} body */
function refusal(status, body) {
  const code = typeof body?.error === 'string' ? body.error : `http_${status}`;
  if (status === 504) return new ApiError(code, 'Leeway did not answer in 3 seconds. Try again in a moment.', status);
  const message = typeof body?.message === 'string' ? body.message : `The sandbox refused this (${status}).`;
  return new ApiError(code, message, status);
}
