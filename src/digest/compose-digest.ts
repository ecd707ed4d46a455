import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { keepExchange } from '../llm/keep-exchange.ts';
import type { LanguageModel } from '../llm/language-model.ts';
import { personIn } from '../outbox/destination.ts';
import { say } from '../outbox/say.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId, sha256 } from '../shared/ids.ts';
import { weekOf, type Day } from '../shared/period.ts';
import { reached } from '../shared/steps.ts';
import { findComposedAt, insertEdition, insertMet } from './edition-store.ts';
import { gather, type Gathered } from './gather.ts';
import { editionKey, settleLateDigest } from './late-digest.ts';
import { readAudiences, type Audience } from './read-audiences.ts';
import { wordEdition, type Worded } from './phrasing/word-edition.ts';
import { prunePreviews } from './prune-previews.ts';
import type { EditionBody } from './schemas.ts';
import { factsOf } from './schemas.ts';
import { readSettingsOf } from './settings.ts';
import { weekToTellInstead } from './week-to-tell-instead.ts';
import { writeEdition } from './write-edition.ts';

export interface ComposeInput {
  audienceId: string;
  /** A channel's id, or `person:<id>` for a direct message. */
  destination: string;
  /** A day of the week that is reported. */
  periodStart: Day;
}

export interface Composed {
  id: string;
  body: EditionBody;
}

export interface ComposeDeps {
  /** Words what it is allowed to; undefined: the templates do. */
  languageModel?: LanguageModel | undefined;
}

/**
 * Composes an audience's digest of a week for one destination and puts it in the outbox, once: a second call finds the
 * edition there and answers undefined. The text, its facts and the message become true in one transaction. A week that no
 * model was looked at in yet gives way to the one before it. Old previews are deleted along the way. A language model is asked
 * before the transaction and for a bounded time; what it was asked and answered is kept with the edition.
 */
export async function composeDigest(ctx: Ctx, input: ComposeInput, deps: ComposeDeps = {}): Promise<Composed | undefined> {
  const { id, audience, gathered, body, worded } = await compose(ctx, input, { preview: false, ...deps });
  reached('edition-composed', id);
  return write(ctx, async (w) => {
    const bodyHash = sha256(JSON.stringify(body));
    const row = {
      id,
      audienceId: audience.id,
      destination: input.destination,
      voice: audience.voice,
      ...periodOf(body),
      body,
      bodyHash,
      composedAt: ctx.now,
    };
    if (!(await insertEdition(w.db, row))) return undefined;
    await recordFacts(w, gathered.portfolioFacts);
    if (worded) await keepExchange(w, worded.exchange, { subject: `edition:${id}`, ...worded });
    if (body.term) await insertMet(w.db, { destination: input.destination, term: body.term, editionId: id });
    const key = editionKey({ audienceId: audience.id, destination: input.destination, periodStart: body.period.start });
    const main = await say(w, {
      kind: 'edition',
      data: { editionId: id },
      shows: [
        ...body.matters.map((matter) => `matter:${matter.id}`),
        ...(body.decision ? [`approval:${body.decision.requestId}`] : []),
      ],
      destination: input.destination,
      dedupeKey: key,
    });
    if (main && body.details.length > 0) {
      await say(w, {
        kind: 'edition-details',
        data: { editionId: id },
        destination: input.destination,
        threadOf: main,
        dedupeKey: `${key}:details`,
      });
    }
    await settleLateDigest(w, input);
    reached('edition-frozen', id);
    const prunedPreviews = await prunePreviews(w);
    w.audit({
      verb: 'digest.compose',
      subject: `edition:${id}`,
      detail: {
        audience: audience.id,
        destination: input.destination,
        period: body.period,
        bodyHash,
        facts: factsOf(body),
        ...(body.wording.by === null ? {} : { wordedBy: body.wording.by, reworded: body.wording.sentences.length }),
        ...(prunedPreviews > 0 ? { prunedPreviews } : {}),
      },
    });
    w.afterCommit(() => reached('edition-queued', id));
    return { id, body };
  });
}

/** Composes an edition for one reader to look at; nothing is posted, no picture counts as told, and the templates word it: somebody waits. */
export async function previewDigest(ctx: Ctx, input: ComposeInput): Promise<Composed> {
  authorise(ctx.actor, 'digest.read');
  const { id, audience, gathered, body } = await compose(ctx, input, { preview: true });
  await write(ctx, async (w) => {
    const bodyHash = sha256(JSON.stringify(body));
    await insertEdition(w.db, {
      id,
      audienceId: audience.id,
      destination: input.destination,
      voice: audience.voice,
      ...periodOf(body),
      preview: true,
      body,
      bodyHash,
      composedAt: ctx.now,
    });
    await recordFacts(w, gathered.portfolioFacts);
  });
  return { id, body };
}

async function compose(
  ctx: Ctx,
  input: ComposeInput,
  { preview, languageModel }: ComposeDeps & { preview: boolean },
): Promise<{ id: string; audience: Audience; gathered: Gathered; body: EditionBody; worded?: Worded }> {
  authorise(ctx.actor, 'digest.read');
  const audience = (await readAudiences(ctx)).find((one) => one.id === input.audienceId);
  if (!audience) {
    throw new LeewayError('not-found', `There is no audience “${input.audienceId}”.`, {
      field: 'audienceId',
      hint: 'Audiences stand in leeway.yml.',
    });
  }
  const id = newId();
  const common = { audience, destination: input.destination, editionId: id };
  const week = weekOf(input.periodStart);
  let gathered = await gather(ctx, { ...common, period: week });
  const instead = gathered.attempted === 0 ? await weekToTellInstead(ctx, { ...common, preview }, week) : undefined;
  if (instead) gathered = await gather(ctx, { ...common, period: instead, awaited: week });
  const made = { id, audience, gathered };
  const options = { short: await wantsShort(ctx, input.destination) };
  // An edition that is there already is not asked about again: it would be for nothing.
  const told = { audienceId: audience.id, destination: input.destination, periodStart: gathered.material.period.start };
  if (!languageModel || (await findComposedAt(ctx.db, told)))
    return { ...made, body: writeEdition(gathered.material, undefined, options) };
  return { ...made, ...(await wordEdition(ctx, languageModel, gathered.material, options)) };
}

/** Whether a person has chosen a short text; a channel's is for all. */
async function wantsShort(ctx: Ctx, destination: string): Promise<boolean> {
  const personId = personIn(destination);
  if (personId === undefined) return false;
  return (await readSettingsOf(ctx, [personId])).get(personId)?.short ?? false;
}

const periodOf = (body: EditionBody) => ({
  grain: body.period.grain,
  periodStart: body.period.start,
  periodEnd: body.period.end,
});
