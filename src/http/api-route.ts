import type { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import type { Permission } from '../shared/access.ts';

/** What a call brought, parsed. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  header: (name: string) => string | undefined;
  /** Of the token that it came with. */
  scopes: readonly string[];
}
export interface Answer {
  /** 200 unless said otherwise. */
  status?: 200 | 201;
  body: unknown;
  /** Where what was made is found. */
  location?: string;
}

/** A description, from which the route is served and documented: what it takes, who may call it, what it answers. */
export interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: 'get' | 'post' | 'put';
  /** With names in braces: `/api/v1/requests/{id}`. */
  path: string;
  summary: string;
  /** A token needs each of them. */
  scopes: readonly [Permission, ...Permission[]];
  params?: P;
  query?: Q;
  body?: B;
  /** `text`: the body is handed over as it came. */
  reads?: 'json' | 'text';
  /** Content types that the body may have, for the documentation; JSON unless said otherwise. */
  contentTypes?: readonly string[];
  headers?: Record<string, string>;
  maxBodyBytes?: number;
  /** Statuses of success and what comes with them. */
  answers: Partial<Record<200 | 201, z.ZodType>>;
  act(ctx: Ctx, call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer>;
}
/** Any of them: the router parses before it hands over, so the shapes need not be known there. */
export type ApiRoute = RouteSpec<z.ZodType, z.ZodType, z.ZodType>;

export const apiRoute = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(route: RouteSpec<P, Q, B>): ApiRoute =>
  route;

type AsJson<T> = T extends Date
  ? string
  : T extends readonly (infer One)[]
    ? AsJson<One>[]
    : T extends object
      ? { [Key in keyof T]: AsJson<T[Key]> }
      : T;
/** A schema of what a value is as JSON; a part that the value has and the schema has not does not compile. */
export type Documents<T> = z.ZodType<AsJson<T>>;

/** Large enough for a version with its whole environment, and for a report of tests. */
export const largeBodyBytes = 1_000_000;
export const usualBodyBytes = 100_000;
