import type { Applying } from './apply-state.ts';

type Values = Record<string, unknown>;

/**
 * Whom a change gives something: a role, a team, an account, an owner's or deputy's part, a turn, a seat by name. None of
 * them may agree to it. Pure.
 */
export function concernedBy(governed: Applying['governed']): string[] {
  const ids = governed.flatMap(({ subject, before, after }) => {
    const [kind = '', ...rest] = subject.split(':');
    const [was, is] = [parse(before), parse(after)];
    const gained = (names: (of: Values) => string[]) => names(is).filter((name) => !names(was).includes(name));
    if (kind === 'person') {
      const gains = ['roles', 'teams', 'accounts'].some((field) => gained((one) => keysOf(one[field])).length > 0);
      const moved = was['slack'] !== is['slack'] && typeof is['slack'] === 'string';
      const deputies = gained((one) => keysOf(one['deputies'])).map((text) => text.split(' ')[0]!);
      return [...(gains || moved ? [rest.join(':')] : []), ...deputies];
    }
    if (kind === 'model') return gained((one) => Object.values((one['owners'] ?? {}) as Record<string, string>));
    if (kind === 'rota') return gained((one) => (one['people'] ?? []) as string[]);
    return kind === 'policy' ? gained(namedIn) : [];
  });
  return [...new Set(ids)].sort();
}

const parse = (text: string | null): Values => (text === null ? {} : (JSON.parse(text) as Values));
const keysOf = (value: unknown): string[] => Object.keys((value ?? {}) as object);

/** People whom a policy seats by name, at any depth. */
function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'people' && Array.isArray(one) ? (one as string[]) : namedIn(one),
  );
}
