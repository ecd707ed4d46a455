import type { ModelMatcher, NamedModel } from './model-matcher.ts';
import type { Query } from './query.ts';

export interface QuestionContext {
  /** Domain time and the asker's zone: together they say which day "today" is. */
  now: Date;
  zone: string;
  /** The models the asker may see. Pass a matcher made once where there are many. */
  models: ModelMatcher | readonly NamedModel[];
  /** The glossary's terms; where a word fits several, the first in this order is taken and the reading says so. */
  terms: readonly string[];
  /** Further names of the business measures, as the configuration calls them ("on-time share"). */
  kpiWords?: readonly string[];
  /** What was last asked in this thread. */
  previous?: Query;
}

export type Refusal = 'not-understood' | 'not-supported' | 'future' | 'ambiguous' | 'too-long';

export type Parsed =
  /**
   * `reading` has sentences on how the question was read where that was a choice. `clear` is false where a slip of the pen was
   * set right or the question before filled in what this one left out.
   */
  | { ok: true; query: Query; clear: boolean; reading: string[] }
  /** `query` is the question without its model: put a suggestion in and it can be answered. */
  | { ok: false; reason: 'unknown-model'; asked: string; suggestions: string[]; query: Query; message: string; offers: string[] }
  /** `offers` are questions that would be understood. */
  | { ok: false; reason: Refusal; message: string; offers: string[] };

export const refuse = (reason: Refusal, message: string, offers: readonly string[]): Parsed => ({
  ok: false,
  reason,
  message,
  offers: [...offers],
});
