import { LeewayError } from '../shared/errors.ts';

/** Slack refuses a longer `alt_text`. */
export const maxAltChars = 2000;

/** Ready phrases with figures already formatted by whoever knows the facts: nothing is computed or worded here. */
export interface AltParts {
  /** What kind of picture: `Line chart`. */
  chart: string;
  /** What it shows and when: `the typical miss of a forecast by week, 5 February to 17 June 2001`. */
  data: string;
  /** Why it is shown: `the week of 11 June lies outside the usual range`. */
  reason: string;
  /** Sentences or clauses in order: `from 17.5 minutes to 21.9 minutes`. */
  trend?: readonly string[];
}

/**
 * Alt text as "[chart] of [data] where [reason]", then the trend (Cesal, Writing alt text for data visualization, 2020).
 * `too-large` above 2,000 characters: a cut sentence would say something else.
 */
export function altFor({ chart, data, reason, trend = [] }: AltParts): string {
  const text = [`${chart} of ${data} where ${reason}`, ...trend].map(sentence).join(' ');
  if (text.length <= maxAltChars) return text;
  throw new LeewayError(
    'too-large',
    `The alt text has ${text.length} characters, ${maxAltChars} are allowed. Say less of the trend.`,
    {
      field: 'trend',
    },
  );
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}${/[.!?]$/.test(line) ? '' : '.'}`;
}
