import { messageOf } from './errors.ts';

const maxChars = 2_000;

/** What looks like a secret, wherever it stands: Slack's tokens, Leeway's, a language model's key, a password in an address. */
const secrets: [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)-[\w-]+/g, '[hidden]'],
  [/\bleeway_[0-9a-f]{16}_[\w-]+/g, '[hidden]'],
  [/\bsk-[\w-]{16,}/g, '[hidden]'],
  // “Basic Information” is where Slack shows an app's secrets: who is sent there must be able to read it.
  [/\b(Bearer|Basic) (?!Information\b)[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[hidden]@'],
  [/(\/e\/)[\w.-]{20,}/g, '$1[hidden]'],
];
/** drizzle puts what a statement carried, which may be what somebody wrote, behind the statement. */
const parameters = /\nparams: [^]*?(?=\n\s{4}at |$)/g;

/** A line's fields as they may be kept: errors as message and stack, texts without secrets and of bounded length. */
export function scrub(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, clean(value)]));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  // Further properties of an error may hold the statement's values or a whole request.
  if (value instanceof Error)
    return { type: value.name, message: cleanText(messageOf(value)), stack: cleanText(value.stack ?? '') };
  return value;
}

function cleanText(text: string): string {
  const short = text.replace(parameters, '').slice(0, maxChars);
  return secrets.reduce((left, [pattern, instead]) => left.replace(pattern, instead), short);
}
