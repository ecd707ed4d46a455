import type { PolicySpec } from '../approvals/policy.ts';
import type { SaidChange } from '../approvals/said-changes.ts';
import { sayPolicyChange } from '../approvals/say-policy.ts';
import type { Names } from '../approvals/say-sitters.ts';
import type { Applying } from './apply-state.ts';
import type { Change } from './plan.ts';
import type { State } from './state.ts';

/** `+ person lena: role admin`: what happens, to what, and what of it. */
const lineOfChange = /^([+~-]) (\S+) ([^:]+?)(?:: (.*))?$/;
/** Lines in which an id stands for a person. */
const aboutPeople = /^(?:owner|deputy|people) /;

/**
 * What waits for another person, in words for somebody who never saw leeway.yml: a policy in one sentence, anything else a
 * line each. Pure.
 */
export function sayChanges(waiting: readonly Change[], governed: Applying['governed'], wanted: State): SaidChange[] {
  const names = namesIn(wanted);
  const bySubject = Map.groupBy(waiting, (change) => change.subject);
  return [...bySubject].flatMap(([subject, changes]) => {
    const policy = subject.startsWith('policy:') ? governed.find((one) => one.subject === subject) : undefined;
    if (policy) return [{ subject, text: sayPolicyChange(specOf(policy.before), specOf(policy.after), names) }];
    return changes.map(({ text }) => ({ subject, text: sayLine(text, subject, names) }));
  });
}

const specOf = (text: string | null): PolicySpec | null => (text === null ? null : (JSON.parse(text) as PolicySpec));

function namesIn({ person, team, model }: State): Names {
  return {
    person: (id) => person[id]?.name ?? id,
    team: (id) => team[id]?.name ?? id,
    model: (id) => model[id]?.title ?? id,
  };
}

function sayLine(text: string, subject: string, names: Names): string {
  const [, sign, kind = '', id = '', what] = lineOfChange.exec(text) ?? [];
  if (!sign || subject !== `${kind}:${id}`) return text;
  const name = nameOf(kind, id, names);
  if (!what) return sign === '-' ? `${name} is taken out (${kind})` : `New: ${name} (${kind})`;
  const said = aboutPeople.test(what) ? what.replace(/[a-z][\w-]*/g, (word) => names.person(word)) : what;
  return `${name}: ${sign === '+' ? 'gets ' : sign === '-' ? 'loses ' : ''}${said}`;
}

function nameOf(kind: string, id: string, names: Names): string {
  if (kind === 'person') return names.person(id);
  if (kind === 'team') return names.team(id);
  return kind === 'model' ? names.model(id) : id;
}
