import { canonicalJson } from '../shared/canonical.ts';
import { governedFields, governedFromBirth, isGovernedSubject } from './governed.ts';
import { planWhole } from './plan-whole.ts';
import type { State, SubjectKind } from './state.ts';

export interface Change {
  /** `model:flight-delay` */
  subject: string;
  /** `~ model flight-delay: owner (business) priya → dana` */
  text: string;
  /** It decides who may do what, so that another person has to agree to it. */
  governed?: true;
}

export interface SubjectPlan<T> {
  changes: Change[];
  /** What only --prune would remove, as it would say it. */
  kept: Change[];
  /** What the subject is to be: the file's, and what it does not mention where nothing is pruned. */
  wanted: T;
}

type Values = Record<string, unknown>;

/** Fields whose entries come and go one by one, with the word for one of them. */
const partWords: Record<string, string> = {
  goals: 'goal',
  channels: 'channel',
  accounts: 'Slack account',
  roles: 'role',
  teams: 'team',
  deputies: 'deputy',
  links: 'link',
  owners: 'owner',
  versions: 'version',
  metrics: 'metric',
  aliases: 'alias',
  environments: 'environment',
  kpis: 'KPI',
};
/** Written and agreed to as a whole: what the file does not say of them any more does not linger. */
const wholeKinds: ReadonlySet<SubjectKind> = new Set(['rota', 'policy', 'deployer']);
/** What was once registered never goes, pruned or not. */
const lasting = new Set(['versions', 'metrics']);
/** Each single value is said: whoever agrees to it sees what to. What they come and go with has a line of its own. */
const spelledOut = new Set(['checks', 'sampling']);
const maxShown = 60;

/** Compares one subject as it is stored with what a file asks for. Pure. */
export function planSubject<T extends object>(
  kind: SubjectKind,
  id: string,
  stored: T | undefined,
  wanted: T,
  prune: boolean,
): SubjectPlan<T> {
  const name = `${kind} ${id}`;
  const appears = !stored && isGovernedSubject(kind);
  const born = stored ? [] : governedFromBirth(kind);
  const governs = governedFields(kind, stored as State[SubjectKind][string] | undefined, wanted as State[SubjectKind][string]);
  const make = (text: string, field?: string): Change => {
    const isGoverned = field === undefined || !stored ? appears || born.includes(field ?? '') : governs(field);
    return { subject: `${kind}:${id}`, text, ...(isGoverned ? { governed: true } : {}) };
  };
  if (wholeKinds.has(kind)) return { changes: planWhole(name, stored, wanted).map((text) => make(text, '')), kept: [], wanted };
  const changes: Change[] = stored ? [] : [make(`+ ${name}`)];
  const kept: Change[] = [];
  const merged: Values = { ...(wanted as Values) };
  for (const [field, after] of Object.entries(wanted) as [string, unknown][]) {
    const before = (stored as Values | undefined)?.[field];
    const word = partWords[field];
    if (word !== undefined) {
      const parts = planParts(word, (before ?? {}) as Values, after as Values, lasting.has(field));
      changes.push(...parts.changed.map((text) => make(`${text[0]} ${name}: ${text.slice(2)}`, field)));
      (prune ? changes : kept).push(...parts.gone.map((text) => make(`- ${name}: ${text}`, field)));
      if (!prune || lasting.has(field)) merged[field] = { ...(before as Values | undefined), ...(after as Values) };
      continue;
    }
    if (!stored || canonicalJson(before) === canonicalJson(after)) continue;
    if (spelledOut.has(field)) {
      if (!isAbsent(after))
        changes.push(...planWhole(name, { [field]: before ?? {} }, { [field]: after }).map((text) => make(text, field)));
      else if (!prune) merged[field] = before;
      continue;
    }
    if (isAbsent(after)) {
      (prune ? changes : kept).push(make(`- ${name}: ${sayField(field)}${sayIfShort(before)}`, field));
      if (!prune) merged[field] = before;
    } else if (isAbsent(before)) changes.push(make(`+ ${name}: ${sayField(field)}${sayIfShort(after)}`, field));
    else changes.push(make(`~ ${name}: ${sayField(field)}${sayChange(before, after)}`, field));
  }
  return { changes, kept, wanted: merged as T };
}

function planParts(word: string, before: Values, after: Values, lasts: boolean): { changed: string[]; gone: string[] } {
  const label = (key: string) => {
    if (word === 'owner') return `owner (${key})`;
    return word === 'deputy' ? `deputy ${sayDeputy(key)}` : `${word} ${key}`;
  };
  const changed: string[] = [];
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) changed.push(`+ ${label(key)}${sayIfShort(value)}`);
    else if (canonicalJson(before[key]) !== canonicalJson(value)) changed.push(`~ ${label(key)}${sayChange(before[key], value)}`);
  }
  const gone = lasts ? [] : Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return { changed, gone: gone.map((key) => `${label(key)}${sayIfShort(before[key])}`) };
}

/** `tom 2001-04-01T05:00:00.000Z 2001-05-01T05:00:00.000Z` as “tom from 2001-04-01 05:00 to 2001-05-01 05:00 UTC”. */
function sayDeputy(key: string): string {
  const [person, from, until] = key.split(' ');
  const instant = (text = '') => text.slice(0, 16).replace('T', ' ');
  return `${person} from ${instant(from)} to ${instant(until)} UTC`;
}

const isAbsent = (value: unknown): boolean => value === null || value === undefined || value === '';
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
const sayField = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function sayValue(value: unknown): string {
  const text = value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
}

/** Values that need no saying (a role is its name) or are too large to be said are left out. */
const sayIfShort = (value: unknown): string =>
  value === true || isAbsent(value) || !isScalar(value) ? '' : ` ${sayValue(value)}`;

function sayChange(before: unknown, after: unknown): string {
  if (isScalar(before) && isScalar(after)) return ` ${sayValue(before)} → ${sayValue(after)}`;
  const [left, right] = [before as Values, after as Values];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(
    (key) => canonicalJson(left[key]) !== canonicalJson(right[key]),
  );
  const parts = keys.map((key) =>
    isScalar(left[key] ?? null) && isScalar(right[key] ?? null)
      ? `${sayField(key)} ${sayValue(left[key] ?? null)} → ${sayValue(right[key] ?? null)}`
      : sayField(key),
  );
  return ` (${parts.join(', ')})`;
}
