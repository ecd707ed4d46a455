const dayMs = 86_400_000;
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone @param {Intl.DateTimeFormatOptions} options */
function format(zone, options) {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}

/** @param {string} ts Slack's `seconds.micros` @returns {Date} */
export function fromTs(ts) {
  return new Date(Number(ts) * 1000);
}

/** @param {Date} at @param {string} zone @returns {string} YYYY-MM-DD */
export function dayKey(at, zone) {
  const parts = parted(at, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

/** @param {Date} at @param {string} zone @returns {string} 09:05 */
export function hourMinute(at, zone) {
  return format(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** @param {Date} at @param {string} zone @returns {string} Mon 11 Jun 2001 */
export function shortDate(at, zone) {
  const parts = parted(at, zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  return `${parts['weekday']} ${parts['day']} ${parts['month']} ${parts['year']}`;
}

/** @param {Date} at @param {string} zone @param {Date} now @returns {string} Today, Yesterday, or Monday 11 June 2001 */
export function dayLabel(at, zone, now) {
  const key = dayKey(at, zone);
  if (key === dayKey(now, zone)) return 'Today';
  if (key === dayKey(new Date(now.getTime() - dayMs), zone)) return 'Yesterday';
  const parts = parted(at, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${parts['weekday']} ${parts['day']} ${parts['month']} ${parts['year']}`;
}

/** @param {string} zone America/New_York @returns {string} New York */
export function zoneCity(zone) {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/**
 * The instant at which a wall clock in `zone` shows this date and time.
 * @param {string} date YYYY-MM-DD
 * @param {string} time HH:MM
 * @param {string} zone
 * @returns {string} ISO, UTC
 */
export function zonedToIso(date, time, zone) {
  const wall = Date.parse(`${date}T${time}:00Z`);
  // Twice: the first guess may fall on the other side of a change of summer time.
  let at = wall;
  for (let round = 0; round < 2; round++) at = wall - offsetMs(new Date(at), zone);
  return new Date(at).toISOString();
}

/** @param {Date} at @param {string} zone @returns {number} */
function offsetMs(at, zone) {
  return Date.parse(`${dayKey(at, zone)}T${hourMinute(at, zone)}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000;
}

/** @param {Date} at @param {string} zone @param {Intl.DateTimeFormatOptions} options @returns {Record<string, string>} */
function parted(at, zone, options) {
  return Object.fromEntries(
    format(zone, options)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
}
