/** @typedef {import('../contract.ts').Fault} Fault */
/** @typedef {import('../contract.ts').FaultKind} FaultKind */

/** What each fault is called, and what it concerns unless somebody says otherwise.
 * @type {Record<FaultKind, { words: string, method: string }>} */
export const faultWords = {
  rate_limited: { words: 'Asks to wait (429)', method: '*' },
  http_500: { words: 'Answers with an error (500)', method: '*' },
  cut: { words: 'Cuts the connection before it takes the call', method: '*' },
  cut_after_acceptance: { words: 'Cuts the connection after it took the call', method: '*' },
  timeout_after_acceptance: { words: 'Takes the call and does not answer', method: '*' },
  slow_upload: { words: 'Is slow to take files in', method: '*' },
  channel_not_found: { words: 'Knows no such channel', method: 'chat.postMessage' },
  token_revoked: { words: 'Has revoked the token', method: '*' },
  msg_blocks_too_long: { words: 'Finds a message too long', method: 'chat.postMessage' },
  duplicate_delivery: { words: 'Delivers twice', method: 'delivery' },
  late_delivery: { words: 'Delivers late', method: 'delivery' },
  out_of_order_delivery: { words: 'Delivers after the next one', method: 'delivery' },
};

/** How often, as a person chooses it.
 * @type {{ label: string, fields: Partial<Fault> }[]} */
export const often = [
  { label: 'always', fields: {} },
  { label: 'the next call only', fields: { remaining: 1 } },
  { label: 'the next 10 calls', fields: { remaining: 10 } },
  { label: 'the next 100 calls', fields: { remaining: 100 } },
  { label: 'every 7th call', fields: { every: 7 } },
  { label: 'one call in ten, by chance', fields: { share: 0.1 } },
  { label: 'half of the calls, by chance', fields: { share: 0.5 } },
];

/** What a fault that is on still does, in a line.
 * @param {Fault & { met: number }} fault @param {(channel: string) => string} nameOf */
export function standingWords(fault, nameOf) {
  const parts = [
    fault.method === '*' || fault.method === 'delivery' ? '' : fault.method,
    fault.channel ? `in ${nameOf(fault.channel)}` : '',
    fault.every ? `every ${ordinal(fault.every)} call` : '',
    fault.share ? `${Math.round(fault.share * 100)} % of the calls` : '',
    fault.remaining === null ? 'until you end it' : `${fault.remaining} more`,
    fault.met === 0 ? 'not met yet' : fault.met === 1 ? 'met once' : `met ${fault.met} times`,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** @param {number} number @returns {string} 1st, 2nd, 11th */
export function ordinal(number) {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
