import type { Ctx } from '../db/ctx.ts';
import { loadGlossary } from '../explain/load-glossary.ts';
import type { Glossary } from '../explain/glossary.ts';
import { findModelNames } from '../registry/list-models.ts';
import { selectKpiWords } from './asker-store.ts';
import { createModelMatcher, type ModelMatcher } from './model-matcher.ts';

export interface Names {
  matcher: ModelMatcher;
  kpiWords: string[];
  /** By id, where it differs. */
  titles: ReadonlyMap<string, string>;
}

const maxKpiWords = 500;
/** By database: a process has one, tests have several. */
const kept = new WeakMap<object, { stamp: string; names: Promise<Names> }>();

/** The names of all models, made into a matcher once and again only when `stamp` says that a model has changed. */
export function namesOf(ctx: Ctx, stamp: string): Promise<Names> {
  const known = kept.get(ctx.db);
  if (known?.stamp === stamp) return known.names;
  const names = readNames(ctx);
  kept.set(ctx.db, { stamp, names });
  // A failed read is not kept.
  names.catch(() => kept.delete(ctx.db));
  return names;
}

async function readNames(ctx: Ctx): Promise<Names> {
  const models = await findModelNames(ctx);
  return {
    matcher: createModelMatcher(models.map(({ id, title }) => ({ name: id, words: [title] }))),
    kpiWords: await selectKpiWords(ctx.db, maxKpiWords),
    titles: new Map(models.filter(({ id, title }) => title !== id).map(({ id, title }) => [id, title])),
  };
}

const once: { glossary?: Glossary } = {};
/** The glossary does not change while the process runs. */
export const theGlossary = (): Glossary => (once.glossary ??= loadGlossary());
export const glossaryTerms = (): string[] => theGlossary().terms.map((entry) => entry.name);
