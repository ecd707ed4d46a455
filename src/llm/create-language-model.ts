import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import type { Day } from '../shared/period.ts';
import { askEndpoint, formats, loadClient, type Endpoint, type Reply } from './ask-endpoint.ts';
import type { Completion, Exchange, LanguageModel, Purpose, Request } from './language-model.ts';
import { createPatience, type Patience } from './patience.ts';
import { spend, type Budget } from './spend.ts';

export interface LanguageModelConfig extends Endpoint {
  budget: Budget;
}

export interface LanguageModelDeps {
  /** Aborts after a time; tests say themselves when it is over. */
  deadline: (ms: number) => AbortSignal;
  /** The calendar day of real time. */
  today: () => Day;
  patience: Patience;
}

/** Who asks in Slack waits at most 3 seconds for all of it: the rest of the way to an answer takes its part of them. */
const timeoutMs: Record<Purpose, number> = { question: 2_500, digest: 10_000 };
/** What is kept of an answer that was too long to be any good. */
const maxKeptChars = 20_000;
/** A second try only where the endpoint asks for no longer pause than this. */
const maxPauseMs = 1_000;

/** A language model behind any endpoint that speaks the chat completions protocol. Opens no connection before it is asked. */
export function createLanguageModel(config: LanguageModelConfig, options: Partial<LanguageModelDeps> = {}): LanguageModel {
  const deps: LanguageModelDeps = {
    deadline: (ms) => AbortSignal.timeout(ms),
    today: () => new Date().toISOString().slice(0, 10),
    patience: createPatience(),
    ...options,
  };
  // Read now, so that the first who asks does not wait for it; what fails here fails there again, and is told.
  loadClient().catch(() => {});
  // What an endpoint once did not know it is not asked for again while the process runs.
  const known = { format: 0 };
  return {
    name: config.model,
    async complete<T>(ctx: Pick<Ctx, 'db' | 'log'>, request: Request<T>): Promise<Completion<T>> {
      const begun = performance.now();
      const { exchange, reply } = await converse(ctx, config, deps, known, request);
      if (request.purpose === 'digest') deps.patience.waited(performance.now() - begun);
      const judged = reply === undefined ? { failure: exchange.failure ?? '' } : read(reply, request.schema);
      if ('value' in judged) return { exchange, value: judged.value };
      if (exchange.sent !== null)
        ctx.log.warn(
          { code: 'language-model-unused', purpose: request.purpose, reason: judged.failure },
          'the language model was of no help',
        );
      return { exchange: { ...exchange, failure: judged.failure } };
    },
  };
}

/** Asks, at most once more after a failure that may pass, and in a simpler format where the endpoint does not know one. */
async function converse<T>(
  ctx: Pick<Ctx, 'db' | 'log'>,
  config: LanguageModelConfig,
  { deadline, today, patience }: LanguageModelDeps,
  known: { format: number },
  request: Request<T>,
): Promise<{ exchange: Exchange; reply?: string }> {
  const { purpose, system, personId } = request;
  const signal = deadline(timeoutMs[purpose]);
  const user = JSON.stringify(request.data);
  const exchange: Exchange = {
    purpose,
    personId: personId ?? null,
    model: config.model,
    sent: null,
    received: null,
    calls: 0,
    failure: patience.refusal(purpose) ?? null,
  };
  if (exchange.failure !== null) return { exchange };
  const jsonSchema = z.toJSONSchema(request.schema) as Record<string, unknown>;
  let triesLeft = 2;
  while (triesLeft > 0 && !signal.aborted) {
    const overspent = await spend(ctx, config.budget, { day: today(), personId });
    if (overspent !== undefined) return { exchange: { ...exchange, failure: exchange.failure ?? overspent } };
    exchange.calls++;
    exchange.sent = JSON.stringify({ system, user: request.data });
    const format = formats[known.format] ?? 'plain';
    const reply: Reply = await askEndpoint(config, { system, user, jsonSchema, format }, signal);
    if ('text' in reply) {
      patience.succeeded();
      return { exchange: { ...exchange, received: reply.text.slice(0, maxKeptChars), failure: null }, reply: reply.text };
    }
    exchange.failure = reply.failure;
    if (reply.simpler && known.format < formats.length - 1) {
      known.format++;
      continue;
    }
    // Refused in every format: it was not for the format.
    if (reply.simpler) known.format = 0;
    patience.failed(reply.waitMs);
    if (!reply.again || (reply.waitMs ?? 0) > maxPauseMs) break;
    triesLeft--;
  }
  return { exchange };
}

/** An answer of the right shape, or why it is none. Some endpoints put JSON into a fence. */
function read<T>(text: string, schema: z.ZodType<T>): { value: T } | { failure: string } {
  const bare = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(bare);
  } catch {
    return { failure: 'Its answer was not JSON.' };
  }
  const checked = schema.safeParse(parsed);
  return checked.success ? { value: checked.data } : { failure: 'Its answer had not the shape that was asked for.' };
}
