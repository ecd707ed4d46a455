import { phraseOf, wordsIn } from './names.ts';

/** Words of column names that say a unit, and how sentences write it. */
const units: Record<string, string> = {
  min: 'minutes',
  mins: 'minutes',
  minutes: 'minutes',
  sec: 'seconds',
  seconds: 'seconds',
  minuten: 'minutes',
  sekunden: 'seconds',
  ms: 'milliseconds',
  stunden: 'hours',
  tage: 'days',
  euro: 'euros',
  hours: 'hours',
  days: 'days',
  usd: 'dollars',
  dollars: 'dollars',
  eur: 'euros',
  euros: 'euros',
  gbp: 'pounds',
  kg: 'kg',
  km: 'km',
  miles: 'miles',
  kwh: 'kWh',
  mw: 'MW',
  celsius: '°C',
};

/** The unit that a column's name says, or nothing: `delay_min` is in minutes. */
export const unitOf = (column: string): string =>
  wordsIn(column)
    .map((word) => units[word])
    .find((unit) => unit !== undefined) ?? '';

/** How a sentence names an amount beside which its unit stands: `verbrauch` for `Verbrauch_kWh`. */
export function amountPhrase(column: string): string {
  const words = phraseOf(column, 0).split(' ');
  const rest = words.filter((word) => units[word] === undefined);
  return (rest.length > 0 ? rest : words).join(' ');
}
