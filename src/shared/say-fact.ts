import type { Fact } from './fact.ts';

/**
 * `full`: 21.9 minutes, 72.9 %. `bare`: without the unit. `plain`: no needless decimals (80 %). `signed`: +6.3. `abs`: without
 * the sign. `hundred`: a share as 19 in 100. `span`: hours as minutes below one hour, as days above two days.
 */
export type ValueStyle = 'full' | 'bare' | 'plain' | 'signed' | 'abs' | 'hundred' | 'span';

const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat('en-US', options);
const whole = format({ maximumFractionDigits: 0 });
const oneDecimal = format({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plainDecimal = format({ maximumFractionDigits: 1 });
const signedDecimal = format({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const threeDecimals = format({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
/** Whole days are counted; where a model's own outcome is in days, 0.49 of them are not none. */
const isCounted = ({ value, unit }: Pick<Fact, 'value' | 'unit'>): boolean =>
  unit === 'count' || ((unit === 'days' || unit === 'weeks') && Number.isInteger(value));
/** Keeps a figure and its unit on one line. */
const glue = '\u00a0';

/** How a person reads a fact's value: the only place where figures become text. */
export function sayFact(fact: Pick<Fact, 'value' | 'unit'>, style: ValueStyle = 'full'): string {
  if (style === 'hundred' && fact.unit === 'share') return inHundred(fact.value);
  if (style === 'span' && fact.unit === 'hours') return inSpan(fact.value);
  const value = style === 'abs' ? Math.abs(fact.value) : fact.value;
  const decimal = style === 'signed' ? signedDecimal : style === 'plain' ? plainDecimal : oneDecimal;
  const formatter = fact.unit === 'index' ? threeDecimals : isCounted(fact) ? whole : (ownScale(fact, style) ?? decimal);
  // Nobody says that something was minus nothing.
  const text = formatter
    .format(fact.unit === 'share' ? value * 100 : value)
    .replace(/^-(?=0(?:\.0+)?$)/, '')
    .replace('-', '−');
  return style === 'bare' ? text : withUnit(text, fact.unit, style);
}

/** A model's own unit may be of any size: 0.0213 and 48,213 are said with three digits that count, or none after the point. */
function ownScale({ value, unit }: Pick<Fact, 'value' | 'unit'>, style: ValueStyle): Intl.NumberFormat | undefined {
  const size = Math.abs(value);
  // Of 690 an hour a tenth is no news.
  if (unit === 'per hour' && size >= 100) return whole;
  if (usualScale.has(unit)) return undefined;
  if (size >= 1_000) return style === 'signed' ? signedWhole : whole;
  return size > 0 && size < 10 ? (style === 'signed' ? signedDigits : threeDigits) : undefined;
}

/** Units of Leeway's own figures, and those in which one decimal is what people say. */
const usualScale = new Set<string>(['share', 'minutes', 'hours', 'points', 'per hour']);
const threeDigits = format({ maximumSignificantDigits: 3 });
const signedDigits = format({ maximumSignificantDigits: 3, signDisplay: 'exceptZero' });
const signedWhole = format({ maximumFractionDigits: 0, signDisplay: 'exceptZero' });

/** A small share keeps its decimal: “0.4 in 100” is not nothing. */
const inHundred = (share: number): string =>
  `${(share > 0 && share < 0.01 ? oneDecimal : whole).format(share * 100)}${glue}in${glue}100`;

/** A time as people say it: `12 minutes`, `26.0 hours`, `2.9 days`. */
function inSpan(hours: number): string {
  if (Math.abs(hours) < 1) return withUnit(whole.format(hours * 60), 'minutes', 'full');
  return Math.abs(hours) > 48
    ? withUnit(oneDecimal.format(hours / 24), 'days', 'full')
    : sayFact({ value: hours, unit: 'hours' });
}

function withUnit(text: string, unit: string, style: ValueStyle): string {
  if (unit === '' || unit === 'index' || unit === 'count') return text;
  if (unit === 'share') return `${text}${glue}${style === 'signed' ? 'points' : '%'}`;
  if (style === 'signed') return text;
  const one = text === '1' || text === '−1';
  return `${text}${glue}${one ? unit.replace(/s$/, '') : unit}`;
}
