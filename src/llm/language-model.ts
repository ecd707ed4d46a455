import type { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';

export type Purpose = 'question' | 'digest';

/** Something put to the language model. */
export interface Request<T> {
  purpose: Purpose;
  /** What it is to do: Leeway's own words, never anything that a person or a record says. */
  system: string;
  /** What it is to do it with: goes out as JSON, so that a text in it stays a text. No names of people, no rows, no figures. */
  data: object;
  /** What the answer must be; anything else is thrown away. */
  schema: z.ZodType<T>;
  /** Who waits for it and whose budget it is; none for a digest. */
  personId?: string;
}

/** What went back and forth, word for word. */
export interface Exchange {
  purpose: Purpose;
  personId: string | null;
  /** The model's name, as it was asked for. */
  model: string;
  /** Null where nothing was sent. */
  sent: string | null;
  received: string | null;
  /** Requests that were made: a second try and simpler formats count. */
  calls: number;
  /** Why there is no answer; null where there is one. */
  failure: string | null;
}

export interface Completion<T> {
  exchange: Exchange;
  /** An answer of the right shape, which may still say anything. */
  value?: T;
}

/**
 * Any endpoint that speaks the chat completions protocol. It never throws for what the endpoint does, and answers within its
 * time: 2.5 seconds where a person waits, 10 seconds for a digest.
 */
export interface LanguageModel {
  name: string;
  complete<T>(ctx: Pick<Ctx, 'db' | 'log'>, request: Request<T>): Promise<Completion<T>>;
}
