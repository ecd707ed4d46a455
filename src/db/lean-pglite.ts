import { types, type PGlite, type QueryOptions, type Transaction } from '@electric-sql/pglite';

/** Types that drizzle reads as text and turns into values itself: times, intervals and dates, and arrays of them. */
const asText: number[] = [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, 1231, 1115, 1185, 1187, 1182];
/**
 * A statement blocks the event loop while it runs, and a verb's statements follow one another without giving way: what came
 * in meanwhile, such as a command that Slack wants acknowledged, goes first.
 */
const othersFirst = () => new Promise<void>((resolve) => setImmediate(resolve));
const same = (value: string): string => value;
const isLook = /^\s*(select|show|explain|rollback)\b/i;

type Parsers = NonNullable<QueryOptions['parsers']>;
export interface LeanPglite {
  /** For drizzle. */
  forDrizzle: PGlite;
  /** For whoever expects PGlite's own values, such as dates. */
  plain: PGlite;
}

/**
 * Drizzle hands PGlite its own readers of those types with every query, upon which PGlite copies its table of all readers
 * each time: nearly half of what a command allocated. Here the table holds drizzle's once and for all, and it is the
 * others, who ask rarely, that bring PGlite's own along. `beforeWrite` may refuse any statement that is more than a look.
 */
export function leanPglite(client: PGlite, beforeWrite: () => void = () => {}): LeanPglite {
  const own: Parsers = Object.fromEntries(asText.map((type) => [type, client.parsers[type] ?? same]));
  for (const type of asText) client.parsers[type] = same;
  const check = (text: string) => {
    if (!isLook.test(text)) beforeWrite();
  };
  return { forDrizzle: withoutParsers(client, check) as PGlite, plain: withParsers(client, own, check) };
}

function withoutParsers(on: PGlite | Transaction, check: (text: string) => void): object {
  const lean = {
    async query(text: string, parameters?: unknown[], options?: QueryOptions) {
      await othersFirst();
      check(text);
      return on.query(text, parameters, options?.rowMode ? { rowMode: options.rowMode } : undefined);
    },
    async exec(text: string, options?: QueryOptions) {
      check(text);
      return on.exec(text, options);
    },
  };
  if (!('transaction' in on)) return lean;
  return {
    ...lean,
    transaction: <T>(work: (tx: Transaction) => Promise<T>) =>
      on.transaction((tx) => work(withoutParsers(tx, check) as Transaction)),
  };
}

function withParsers(client: PGlite, parsers: Parsers, check: (text: string) => void): PGlite {
  const query = async (text: string, parameters?: unknown[], options?: QueryOptions) => {
    check(text);
    return client.query(text, parameters, { parsers, ...options });
  };
  const exec = async (text: string, options?: QueryOptions) => {
    check(text);
    return client.exec(text, { parsers, ...options });
  };
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query;
      if (name === 'exec') return exec;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
