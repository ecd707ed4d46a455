import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { SampleAnswer } from '../db/schema/sampling.ts';
import { sampleAnswers } from '../db/schema/sampling.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { channelOf } from '../feedback/load-case.ts';
import { openMatter } from '../matters/open-matter.ts';
import { createFactBook } from '../monitor/fact-book.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say } from '../outbox/say.ts';
import { readPersons } from '../people/read-persons.ts';
import { readModels } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { editLetter } from './edit-letter.ts';
import { wilson } from './rules.ts';
import { roundRule, type RoundRule } from './schemas.ts';
import { changeRound, lockRound, selectAnswers, selectLetters, type AnswerRow, type LetterRow, type RoundRow } from './store.ts';

/** Beside alerts (0 to 100): nothing burns, and somebody took the time to answer. */
const severity = 30;
/** For saying what comes of it. */
const outcomeDays = 14;

/**
 * Counts what experts said of a round: when everybody has answered, or when its time is over. The figures are stated as
 * facts and told to those who build the model, whose owner is to say what comes of it. Counted again after an answer
 * was changed, the same message is edited.
 */
export async function countAnswers(ctx: Ctx, { roundId }: { roundId: string }): Promise<void> {
  authorise(ctx.actor, 'monitor.run');
  await write(ctx, async (w) => {
    const round = await lockRound(w.db, roundId);
    if (!round || (round.state !== 'open' && round.state !== 'closed')) return;
    const [answers, letters] = [await selectAnswers(w.db, roundId), await selectLetters(w.db, roundId)];
    const isOver = w.now >= round.closesAt;
    if (!isOver && answers.length < letters.length * roundRule.parse(round.rule).each) return;
    await settle(w, round, answers, letters);
    if (isOver) for (const letter of letters) await editLetter(w, letter);
  });
}

async function settle(w: WriteCtx, round: RoundRow, answers: AnswerRow[], letters: LetterRow[]): Promise<void> {
  const rule = roundRule.parse(round.rule);
  const model = (await readModels(w, [round.modelId])).get(round.modelId);
  const notReached = letters.map((one) => one.personId).filter((id) => !answers.some((answer) => answer.personId === id));
  const stated = state(w, round, rule, { answers, asked: letters.length, reached: letters.length - notReached.length });
  const { digest } = await recordFacts(w, stated.facts);
  const matterId = rule.result?.matterId ?? (answers.length > 0 ? await openFor(w, round, rule, model) : null);
  const result = { facts: stated.ids, matterId, notReached };
  const closed = { state: 'closed' as const, closedAt: w.now, rule: { ...rule, result } };
  await changeRound(w.db, round.id, round.state, closed);
  w.audit({
    verb: 'sampling.count',
    subject: `sample:${round.id}`,
    detail: { answers: answers.length, asked: letters.length, notReached, facts: digest },
  });
  if (rule.result) return void (await refreshShowing(w, `sample:${round.id}`));
  const owner = ownerOf(model) ?? letters[0]?.personId ?? '';
  await say(w, {
    kind: 'sample-result',
    data: { roundId: round.id },
    destination: await channelOf(w, model?.teamId ?? null, owner),
    shows: [`sample:${round.id}`, ...(matterId ? [`matter:${matterId}`] : [])],
    dedupeKey: `sample-result ${round.id}`,
  });
}

const ownerOf = (model: ModelSummary | undefined) => model?.owners.find((one) => one.kind === 'data-science')?.personId;

/** Somebody is to say what comes of it; the experts hear it when the matter is brought to its end. */
async function openFor(w: WriteCtx, round: RoundRow, rule: RoundRule, model: ModelSummary | undefined): Promise<string> {
  const owner = ownerOf(model);
  const person = owner === undefined ? undefined : (await readPersons(w, [owner])).get(owner);
  const today = dayIn(person?.zone ?? 'utc', w.now);
  const { id } = await openMatter(w, {
    kind: 'sample',
    modelId: round.modelId,
    key: round.id,
    title: `${model?.title ?? round.modelId}: experts said whether ${rule.phrase} helped; they wait to hear what comes of it`,
    severity,
    openedFor: today,
    inHand: person?.active ? { ownerId: person.id, nextStep: 'say what comes of it', dueOn: addDays(today, outcomeDays) } : null,
  });
  return id;
}

interface Counted {
  answers: AnswerRow[];
  asked: number;
  reached: number;
}

/** Shares are of the answers that judge; who could not say is counted apart. */
function state(w: WriteCtx, round: RoundRow, rule: RoundRule, { answers, asked, reached }: Counted) {
  const book = createFactBook({
    runId: round.id,
    modelId: round.modelId,
    version: rule.version ?? 0,
    grain: 'day',
    start: round.periodStart,
    end: round.periodEnd,
    source: 'answers of experts in Slack',
    rows: answers.length,
    computedAt: w.now,
  });
  const times = (what: SampleAnswer) => answers.filter((one) => one.answer === what).length;
  const ids: Record<string, string> = {};
  const count = (name: string, measure: 'sample-answers' | 'sample-people', value: number, method: string) => {
    ids[name] = book.state({ measure, about: name, value, unit: 'count', columns: [], method }).id;
  };
  for (const what of sampleAnswers) count(what, 'sample-answers', times(what), 'answers of this kind, the last of each');
  const judged = answers.length - times('cant-say');
  count('judged', 'sample-answers', judged, 'answers other than “can’t say”');
  count('asked', 'sample-people', asked, 'experts who were written to');
  count('reached', 'sample-people', reached, 'experts who answered at least once');
  if (judged > 0) {
    const { low, high } = wilson(times('helped'), judged);
    const share = { about: 'helped', unit: 'share', columns: [] };
    const method = 'Wilson’s score interval, 95 %, of the share that helped';
    ids['share'] = book.state({
      ...share,
      measure: 'sample-share',
      value: times('helped') / judged,
      method: 'helped ÷ judged',
    }).id;
    ids['low'] = book.state({ ...share, measure: 'sample-share-low', value: low, method }).id;
    ids['high'] = book.state({ ...share, measure: 'sample-share-high', value: high, method }).id;
  }
  return { facts: book.facts, ids };
}
