import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { keepExchange } from '../llm/keep-exchange.ts';
import type { LanguageModel } from '../llm/language-model.ts';
import type { Voice } from '../db/schema/digest.ts';
import { authorise } from '../shared/access.ts';
import { roles } from '../shared/actor.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { assertZone, dayIn } from '../shared/period.ts';
import type { Answer } from './answer.ts';
import { answerers } from './answerers.ts';
import { insertAnswer } from './answer-store.ts';
import type { Asking, Draft, Refused, Reply } from './asking.ts';
import { sentenceOf } from './asking.ts';
import { selectAsker, type AskerRow } from './asker-store.ts';
import { parseCommand } from './parse-command.ts';
import { parseQuestion } from './parse-question.ts';
import type { Parsed, QuestionContext } from './parsed.ts';
import { querySchema, type Query, type QueryKind } from './query.ts';
import { sayOffers } from './say-offers.ts';
import { sayQuery } from './say-query.ts';
import { createTell } from './tell.ts';
import { understandWithModel, type Understood } from './understand-with-model.ts';
import { glossaryTerms, namesOf, type Names } from './vocabulary-of-models.ts';

const inputSchema = z.strictObject({
  /** What was said; or a query that is typed already. */
  text: z.string().optional(),
  query: querySchema.optional(),
  person: z.strictObject({
    zone: z.string().max(60),
    /** The asker's trade; the organisation's when left out. */
    industry: z.string().max(63).nullish(),
    roles: z.array(z.enum(roles)).optional(),
  }),
  /** `channel:thread`: what was asked there before is what a follow-up follows. */
  conversation: z.string().min(1).max(200).optional(),
  /** The text is what followed `/leeway`. */
  command: z.boolean().optional(),
});
export type QuestionInput = z.input<typeof inputSchema>;

/** What came of a question. Only an answer is stored; the rest is for the transport to show or to carry out. */
export type QuestionReply = { kind: 'answer'; answer: Answer } | Exclude<Reply, Draft>;

export interface QuestionDeps {
  /** Says what a question asks for where the rules do not know; undefined: it stays not understood. */
  languageModel?: LanguageModel | undefined;
}

/**
 * Answers a question from stored facts. Throws `forbidden` for who may not ask and `not-found` for a model that is gone; what
 * cannot be answered comes back as `refused` with questions that can.
 */
export async function answerQuestion(ctx: Ctx, input: QuestionInput, deps: QuestionDeps = {}): Promise<QuestionReply> {
  for (const right of ['ask.ask', 'registry.read', 'facts.read', 'matters.read'] as const) authorise(ctx.actor, right);
  const question = parseInput(inputSchema, input);
  assertZone(question.person.zone, 'person.zone');
  const teams = ctx.actor.kind === 'person' ? ctx.actor.teams : [];
  const asker = await selectAsker(ctx.db, { personId: ctx.actor.id, teams, conversation: question.conversation ?? null });
  const previous = querySchema.safeParse(asker.previous).data;
  const names = await namesOf(ctx, asker.stamp);
  const context = readingContext(ctx, question, names, previous);
  const read: Read = question.query
    ? { parsed: { ok: true, query: question.query, clear: true, reading: [] } }
    : await parse(ctx, question, context, deps);
  const { parsed, understood } = read;
  const said = <R extends { offers: string[] }>(one: R): R => ({ ...one, offers: sayOffers(one.offers, names.titles, context) });
  if (!parsed.ok) {
    if (understood) await keep(ctx, understood, null);
    return said(refusalOf(parsed));
  }
  const asking = askingOf(ctx, question, asker, previous);
  const reply = await answer(asking, parsed.query);
  if (understood) await keep(ctx, understood, reply.kind === 'answer' ? asking.id : null);
  if (reply.kind === 'refused' || reply.kind === 'note') return said(reply);
  if (reply.kind === 'help') return { ...reply, tries: sayOffers(reply.tries, names.titles, context) };
  if (reply.kind !== 'answer') return reply;
  const readBy = understood?.exchange.model ?? null;
  const done = { ...said(finish(asking, readingOf(parsed, reply, readBy), reply)), readBy };
  const row = {
    id: asking.id,
    personId: ctx.actor.id,
    conversation: question.conversation ?? null,
    query: withModel(parsed.query, done),
    body: done,
    at: ctx.now,
  };
  await insertAnswer(ctx.db, row, asking.stated);
  return { kind: 'answer', answer: done };
}

const answer = <K extends QueryKind>(asking: Asking, query: Extract<Query, { kind: K }>): Promise<Reply> | Reply =>
  answerers[query.kind as K](asking, query);

interface Read {
  parsed: Parsed;
  /** What a language model was asked, whatever came of it. */
  understood?: Understood;
}

function readingContext(
  ctx: Ctx,
  question: z.output<typeof inputSchema>,
  names: Names,
  previous: Query | undefined,
): QuestionContext {
  return {
    now: ctx.now,
    zone: question.person.zone,
    models: names.matcher,
    terms: glossaryTerms(),
    kpiWords: names.kpiWords,
    ...(previous ? { previous } : {}),
  };
}

async function parse(
  ctx: Ctx,
  question: z.output<typeof inputSchema>,
  context: QuestionContext,
  { languageModel }: QuestionDeps,
): Promise<Read> {
  const text = question.text ?? '';
  const parsed = question.command ? parseCommand(text, context) : parseQuestion(text, context);
  if (parsed.ok || parsed.reason !== 'not-understood' || !languageModel) return { parsed };
  const understood = await understandWithModel(ctx, languageModel, text, context);
  return understood ? { parsed: understood.parsed ?? parsed, understood } : { parsed };
}

/** Keeps what the language model was asked, with the answer that came of it. */
function keep(ctx: Ctx, { exchange, parsed, reason }: Understood, answerId: string | null): Promise<void> {
  const verdict = parsed ? 'used' : exchange.sent === null ? 'not-asked' : exchange.failure === null ? 'discarded' : 'failed';
  return keepExchange(ctx, exchange, {
    subject: answerId && `answer:${answerId}`,
    verdict,
    ...(reason ? { reason } : {}),
    ...(parsed ? { detail: { query: parsed.query } } : {}),
  });
}

/** A misspelt model is asked back with the whole question, so that one click answers it. */
function refusalOf(parsed: Extract<Parsed, { ok: false }>): Refused {
  const meant =
    parsed.reason === 'unknown-model' ? parsed.suggestions.map((model) => sentenceOf({ ...parsed.query, model } as Query)) : [];
  return {
    kind: 'refused',
    reason: parsed.reason,
    message: parsed.message,
    offers: [...new Set([...meant, ...parsed.offers])].slice(0, 5),
  };
}

function askingOf(ctx: Ctx, question: z.output<typeof inputSchema>, asker: AskerRow, previous: Query | undefined): Asking {
  const { zone, industry } = question.person;
  const held = question.person.roles ?? (ctx.actor.kind === 'person' ? ctx.actor.roles : []);
  const voice: Voice = held.includes('data-scientist') || held.includes('engineer') ? 'data-scientist' : 'executive';
  return {
    ctx,
    id: newId(),
    voice,
    tell: createTell(voice),
    today: dayIn(zone, ctx.now),
    zone,
    roles: held,
    industry: industry ?? asker.industry ?? 'anybody',
    asker,
    previous,
    stated: [],
  };
}

const finish = (asking: Asking, reading: Pick<Answer, 'understood' | 'readAs'>, { kind: _kind, ...draft }: Draft): Answer => ({
  chart: null,
  modelId: null,
  modelTitle: null,
  period: null,
  offers: [],
  models: null,
  matters: [],
  explain: null,
  readBy: null,
  ...draft,
  id: asking.id,
  ...reading,
  voice: asking.voice,
});

/** What was asked, with the model that was meant; and how it was read, unless that goes without saying. */
function readingOf(
  { query, clear, reading }: Extract<Parsed, { ok: true }>,
  { modelTitle }: Pick<Draft, 'modelTitle'>,
  readBy: string | null,
): Pick<Answer, 'understood' | 'readAs'> {
  const understood = sayQuery(query, modelTitle ?? undefined);
  const helped = readBy === null ? [] : ['A language model helped me to read it.'];
  const said = [...(clear ? [] : [`I read this as: ${understood}.`]), ...helped, ...reading];
  return { understood, readAs: said.length > 0 ? said.join(' ') : null };
}

/** A follow-up is about the model that was meant, named or not. */
const withModel = (query: Query, { modelId }: Answer): Query =>
  modelId !== null &&
  'kind' in query &&
  ['status', 'owner', 'version', 'changes', 'why', 'measure', 'trend', 'decisions', 'decided', 'paused'].includes(query.kind)
    ? ({ ...query, model: modelId } as Query)
    : query;
