import { dayKey, dayLabel, fromTs } from './time.js';

/** @typedef {import('../contract.ts').SandboxMessage} SandboxMessage */
/** @typedef {{ message: SandboxMessage, continued: boolean }} Row */
/** @typedef {{ key: string, label: string, rows: Row[] }} Day */

/** Messages of one person within this time share one name and avatar. */
const continuedSeconds = 300;

/**
 * @param {SandboxMessage[]} messages oldest first
 * @param {string} zone the reader's
 * @param {Date} now
 * @returns {Day[]}
 */
export function groupByDay(messages, zone, now) {
  /** @type {Day[]} */
  const days = [];
  /** @type {SandboxMessage | null} */
  let previous = null;
  for (const message of messages) {
    const at = fromTs(message.ts);
    const key = dayKey(at, zone);
    let day = days.at(-1);
    if (day?.key !== key) {
      day = { key, label: dayLabel(at, zone, now), rows: [] };
      days.push(day);
      previous = null;
    }
    day.rows.push({ message, continued: previous !== null && continues(previous, message) });
    previous = message;
  }
  return days;
}

/** @param {SandboxMessage} before @param {SandboxMessage} message */
function continues(before, message) {
  return (
    before.user === message.user &&
    before.ephemeral === message.ephemeral &&
    before.replyCount === 0 &&
    Number(message.ts) - Number(before.ts) < continuedSeconds
  );
}
