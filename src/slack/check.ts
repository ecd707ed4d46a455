import { LeewayError } from '../shared/errors.ts';

/** Any JSON object of Slack's, read with care. */
export type Json = Record<string, unknown>;

/** The first limit broken throws, with the path to it. */
export const refuse = (path: string, what: string, code: 'too-large' | 'invalid' = 'invalid'): never => {
  throw new LeewayError(code, `A message cannot go to Slack: ${path} ${what}.`, { field: path });
};

/** Checks a text's length. Slack refuses an empty one as well. */
export function checkLength(text: unknown, maxChars: number, path: string, minChars = 1): void {
  if (typeof text !== 'string') return refuse(path, 'must be a text');
  if (text.length < minChars) refuse(path, 'is empty');
  if (text.length > maxChars) refuse(path, `has ${text.length} characters, ${maxChars} are allowed`, 'too-large');
}

export function checkCount(items: unknown, max: number, path: string, min = 1): asserts items is Json[] {
  if (!Array.isArray(items)) return refuse(path, 'must be a list');
  if (items.length < min) refuse(path, `needs at least ${min}`);
  if (items.length > max) refuse(path, `has ${items.length} entries, ${max} are allowed`, 'too-large');
}

/** A text object of a kind that the place takes. */
export function checkText(text: unknown, maxChars: number, path: string, only?: 'plain_text'): void {
  if (typeof text !== 'object' || text === null) return refuse(path, 'is missing');
  const { type, text: words } = text as Json;
  if (type !== 'plain_text' && (type !== 'mrkdwn' || only)) refuse(`${path}.type`, `must be ${only ?? 'plain_text or mrkdwn'}`);
  checkLength(words, maxChars, `${path}.text`);
}
