import { andOf } from '../views/request-words.ts';

/** What happened to a request, as its card keeps it. `who` did it; `other` is the person it concerns besides. */
export interface Happened {
  kind: string;
  who: string | undefined;
  other: string | undefined;
  data: Record<string, unknown>;
}

/** One short sentence; a person's own words stand under it. Pure. */
export function sayEvent({ kind, who, other, data }: Happened): string {
  const by = who ?? 'Leeway';
  const instead = other ? ` for ${other}` : '';
  const text = (key: string) => (typeof data[key] === 'string' ? (data[key] as string) : '');
  const outcome = text('outcome') ? ` ${text('outcome')}` : '';
  switch (kind) {
    case 'approved':
      return `✓ ${by} agreed${instead}${phraseOf(data)}${outvoted(data)}.${data['state'] === 'approved' ? ' That was the last one needed.' : ''}`;
    case 'refused':
      return who
        ? `✗ ${by} REFUSED${instead}${phraseOf(data)}.${data['state'] === 'refused' ? ' That ends it.' : ''}`
        : `✗ Refused.${outcome}`;
    case 'asked':
      return `${by} asks:`;
    case 'answered':
      return `${by} answers:`;
    case 'delegated':
      return `${by} lets ${other ?? 'somebody else'} decide this one.`;
    case 'withdrawn':
      return `↩ ${by} withdrew it.${who ? '' : outcome}`;
    case 'expired':
      return `⌛ It is over.${outcome || ' It was not decided in time.'}`;
    case 'superseded':
      return `↪ A newer request took its place.${outcome}`;
    case 'void':
      return `✗ It cannot be done any more.${outcome}`;
    case 'asked-confirmed':
      return `✓ ${by} confirmed that they asked for this at the command line: it can be decided now.`;
    case 'asked-denied':
      return `✗${outcome} That ends it.`;
    case 'opened':
      return 'Its turn has come: those who decide are asked now.';
    case 'evidence-changed':
      return `⚠ It has changed: ${list(data['changes']) || 'look at the card again'}. Whoever looked before this looks again.`;
    case 'paused':
      return `⏸ ${who ?? 'A standing rule'} paused it: systems that ask are told to do without it.`;
    case 'resumed':
      return `${by} resumed it: it serves again.`;
    case 'undone':
      return `${by} undid what the standing rule had done.`;
    case 'reminded':
      return `Reminder: it still waits${andOf(named(data['names'])) ? ` for ${andOf(named(data['names']))}` : ''}.`;
    case 'escalated':
      return `It is still not decided. ${andOf(named(data['names'])) || 'Others'} ${names(data['names']) === 1 ? 'has' : 'have'} been told.`;
    default:
      return sayOrder(kind, by, outcome, data);
  }
}

/** What came of it once it was agreed to. */
function sayOrder(kind: string, by: string, outcome: string, data: Record<string, unknown>): string {
  // Raw text of another system, told apart from Leeway's own words.
  const quoted = outcome ? ` What was said of it: “${outcome.trim()}”` : '';
  switch (kind) {
    case 'deploy-started':
      return 'The deployment has started.';
    case 'live':
      return `✓ It is live.${outcome}`;
    case 'deploy-failed':
      return `✗ Putting it live FAILED.${quoted}`;
    case 'deploy-timed-out':
      return `⚠ Nobody reported back in time.${outcome}`;
    case 'deploy-cancelled':
      return `✗ It was stopped on the way.${outcome}`;
    case 'rolled-back':
      return `↩ ${by} went back to ${typeof data['version'] === 'number' ? `version ${data['version']}` : 'the version agreed beforehand'}.`;
    case 'rollback-failed':
      return `✗ Going back FAILED on the way.${quoted}`;
    case 'carried-out':
      return '✓ It was carried out.';
    case 'looked-back':
      return ['Looking back:', ...texts(data['lines']), typeof data['note'] === 'string' ? data['note'] : '']
        .filter(Boolean)
        .join(' ');
    default:
      return `${by}: ${kind.replaceAll('-', ' ')}.${outcome}`;
  }
}

const phraseOf = (data: Record<string, unknown>): string => (typeof data['phrase'] === 'string' ? ` as ${data['phrase']}` : '');
const outvoted = (data: Record<string, unknown>): string =>
  Array.isArray(data['outvoted']) && data['outvoted'].length > 0
    ? `, although ${data['outvoted'].map((title) => `“${String(title)}”`).join(' and ')} failed`
    : '';
const list = (items: unknown): string => (Array.isArray(items) ? items.map(String).join('; ') : '');
const texts = (lines: unknown): string[] =>
  Array.isArray(lines) ? lines.flatMap(({ text }: { text?: unknown }) => (typeof text === 'string' ? [text] : [])) : [];

const named = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const names = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
