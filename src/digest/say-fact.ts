import type { Fact } from '../shared/fact.ts';

export type ValueStyle = 'full' | 'bare' | 'signed' | 'abs';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
/** Keeps a figure and its unit on one line. */
const glue = '\u00a0';
const minus = (text: string) => text.replace('-', '−');

/** How a person reads a fact's value: `21.9 minutes`, `72.9 %`, `116,493`, `0.045`. The only place where figures become text. */
export function sayFact(fact: Pick<Fact, 'value' | 'unit'>, style: ValueStyle = 'full'): string {
  const value = style === 'abs' ? Math.abs(fact.value) : fact.value;
  const bare = style === 'bare';
  switch (fact.unit) {
    case 'share':
      return style === 'signed'
        ? `${minus(signed.format(value * 100))}${glue}points`
        : bare
          ? oneDecimal.format(value * 100)
          : `${oneDecimal.format(value * 100)}${glue}%`;
    case 'index':
      return value.toFixed(3);
    case 'count':
      return whole.format(value);
    case 'days':
    case 'weeks':
      return bare ? whole.format(value) : plural(value, fact.unit.slice(0, -1));
    default: {
      const figure = style === 'signed' ? minus(signed.format(value)) : minus(oneDecimal.format(value));
      return bare || style === 'signed' ? figure : `${figure}${glue}${fact.unit}`;
    }
  }
}

/** `1 day`, `3 days`: regular nouns only. */
export const plural = (count: number, noun: string): string => `${whole.format(count)}${glue}${noun}${count === 1 ? '' : 's'}`;
