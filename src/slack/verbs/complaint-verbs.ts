import { findPeriod } from '../../ask/find-period.ts';
import { countComplaints, type ComplaintsCounted } from '../../complaints/count-complaints.ts';
import { maxCount } from '../../complaints/schemas.ts';
import { countTable } from '../../complaints/count-table.ts';
import { decodeTable } from '../../complaints/decode-table.ts';
import { passOnComplaints } from '../../complaints/pass-on.ts';
import { readComplaints, readPassedOn, type ComplaintWeek } from '../../complaints/read-complaints.ts';
import type { Ctx } from '../../db/ctx.ts';
import { passOnFromCase } from '../../feedback/pass-on-complaints.ts';
import { readCase } from '../../feedback/read-case.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listModels, maxModelsPage } from '../../registry/list-models.ts';
import type { Fact } from '../../shared/fact.ts';
import { newId } from '../../shared/ids.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { addDays, dayIn, mondayOf, sayDay, sayPeriod, weekOf, type Day } from '../../shared/period.ts';
import { listWords } from '../../shared/list-words.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { ComplaintVerbs } from '../complaint-verbs.ts';
import type { Reply } from '../verbs.ts';
import { modelNamed } from './model-named.ts';

const shownWeeks = 8;

export const complaintVerbs: ComplaintVerbs = {
  async complaintForm(ctx, { said } = { said: '' }) {
    const today = await todayOf(ctx);
    const { models } = await listModels(ctx, { limit: maxModelsPage });
    const weeks = Array.from({ length: shownWeeks }, (_, at) => weekOf(addDays(mondayOf(today), -7 * at)));
    return {
      models: models.map((one) => ({ label: one.title, value: one.id })),
      weeks: weeks.map((week) => ({ label: sayPeriod(week), value: week.start })),
      // The week that is over is what one counts.
      week: weeks[1]!.start,
      ...(said ? { said, filled: readable(said, models, today) } : {}),
    };
  },
  async countComplaints(ctx, { modelId, week, count, segment }) {
    const counts = [{ modelId, week, count, ...(segment ? { segment } : {}) }];
    return sayCounted(ctx, await countComplaints(ctx, { counts, source: 'command' }));
  },
  async passOnForm(ctx, caseId) {
    const { number, modelTitle, periodStart } = await readCase(ctx, caseId);
    const { weeks } = await complaintVerbs.complaintForm(ctx);
    const week = weeks.find((one) => periodStart !== null && one.value === mondayOf(periodStart)) ?? weeks[0]!;
    return { caseId, caseNumber: number, modelName: modelTitle, weeks, week: week.value };
  },
  async passOn(ctx, input) {
    const { fact, replaced } = await passOnFromCase(ctx, input);
    return {
      sentence: `${input.count === 0 ? 'Taken back.' : 'Passed on.'} ${passedText(fact)}`,
      hint: [replacedText(replaced, input.count), 'Your case says so too.'].filter(Boolean).join(' '),
    };
  },
  async countTable(ctx, { csv, model }) {
    const modelId = model === undefined ? undefined : (await modelNamed(ctx, model)).modelId;
    return sayTable(ctx, await countTable(ctx, { text: csv, ...(modelId ? { modelId } : {}) }));
  },
  countFile: async (ctx, { bytes, ...about }) => complaintVerbs.countTable(ctx, { csv: decodeTable(bytes), ...about }),
};

/** What of a refused command can be read: the rest is asked for. */
function readable(said: string, models: readonly { id: string; title: string }[], today: Day): Record<string, string> {
  const lower = said.toLowerCase();
  const model = models.find(({ id, title }) =>
    [id, title, id.replaceAll('-', ' ')].some((name) => lower.includes(name.toLowerCase())),
  );
  const found = findPeriod(lower, { today });
  const number = /^\s*(\d[\d,']{0,10})\s/.exec(`${said} `)?.[1];
  const segment = inSegment.exec(said)?.[1];
  return {
    ...(model ? { model: model.id } : {}),
    ...(found.kind === 'period' ? { week: mondayOf(found.period.start) } : {}),
    ...(number ? { count: number } : {}),
    ...(segment && segment.length <= maxSegmentChars ? { segment } : {}),
  };
}

async function todayOf(ctx: Ctx): Promise<Day> {
  return dayIn((await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc', ctx.now);
}

/** What was kept, with what is usual. */
async function sayCounted(ctx: Ctx, { weeks, known, strange }: ComplaintsCounted): Promise<{ sentence: string; hint?: string }> {
  const [one] = weeks;
  const found = one && (await readComplaints(ctx, [one.modelId], one.week)).find((week) => week.segment === one.segment);
  return {
    sentence: `${known ? 'That stands so already.' : 'Kept.'} ${found ? weekText(found, one.modelTitle) : ''}`,
    hint: [strangeText(strange), 'Counted wrongly? Say it again with the right number: it takes the place of this one.']
      .filter(Boolean)
      .join(' '),
  };
}

/** A slip of the pen, or a part that Leeway has not heard of: counted all the same. */
const strangeText = (strange: readonly string[] = []): string =>
  strange.length > 0
    ? `I have not heard of ${listWords(strange.slice(0, 3).map((one) => `“${one}”`))} here before; please look whether it is written as you mean it.`
    : '';

/** Of many counts, which stand out. */
async function sayTable(ctx: Ctx, { weeks, known, strange }: ComplaintsCounted): Promise<{ sentence: string; hint: string }> {
  if (known) {
    const persons = await readPersons(ctx, [known.byId, ctx.actor.id]);
    const by = known.byId === ctx.actor.id ? 'you' : (persons.get(known.byId)?.name ?? 'somebody');
    const zone = persons.get(ctx.actor.id)?.zone ?? 'utc';
    return {
      sentence: 'This table was sent before: every line of it stands so already.',
      hint: `Nothing was counted again. It came from ${by} on ${sayDay(dayIn(zone, known.at))}.`,
    };
  }
  const outside = weeks.filter((week) => week.outside).map((week) => `${week.modelTitle}, week of ${sayDay(week.week)}`);
  return {
    sentence: 'The whole table is kept.',
    hint: [
      outside.length > 0
        ? `More than usual: ${outside.slice(0, 5).join('; ')}. Each stands on the list of open matters.`
        : 'Nothing in it is more than usual.',
      strangeText(strange),
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** `Complaints about Flight Delay in the week of 2 April: 37 (22 the week before; usually 10 to 30). That is more than usual.` */
export function weekText({ now, before, low, high, segment }: ComplaintWeek, title: string): string {
  const around = [
    ...(before ? [`${sayFact(before)} the week before`] : []),
    ...(low && high ? [`usually ${sayFact(low)} to ${sayFact(high)}`] : []),
  ];
  const brackets = around.length > 0 ? ` (${around.join('; ')})` : '';
  const more = high && now.value > high.value ? ' That is more than usual.' : '';
  return `Complaints about ${title}${segment ? ` (${segment})` : ''} in the week of ${sayDay(now.periodStart)}: ${sayFact(now)}${brackets}.${more}`;
}

/** `Passed on by experts in the week of 2 April: 3.` Beside what was counted, never added to it. */
const passedText = (fact: Fact): string =>
  `Passed on by experts in the week of ${sayDay(fact.periodStart)}${fact.about ? ` (${fact.about})` : ''}: ${sayFact(fact)}.`;

/** Whoever counts again corrects what they said. */
function replacedText(replaced: number, count: number): string {
  if (replaced === 0) return '';
  const before = `the ${replaced.toLocaleString('en-US')} that you passed on before`;
  return count === 0 ? `Without ${before}.` : `It takes the place of ${before}.`;
}

const passedOn =
  /^(?:complaints? passed on:?|pass(?:ed)? on)\s+(\d[\d,']{0,11})\s+(?:complaints?\s+)?(?:(?:about|for|on|with)\s+)?(.+)$/is;
const counted = /^(?:count )?complaints?\b:?\s*(.*)$/is;
const withNumber = /^([\d][\d,' ]{0,11})\s+(?:(?:about|for|on|with)\s+)?(.+)$/is;
const numberFirst = /^([\d][\d,']{0,11}) complaints?\s+(?:about|for|on|with)\s+(.+)$/is;
const inSegment = /\s+(?:segment|part|at|among)\s+(\S.*)$/i;
const maxSegmentChars = 60;
/** What people type where a number is meant: `12.5`, `-3`, `many`. */
const noNumber =
  /^([-−]\d\S*|\d+[.]\d\S*|many|several|some|a few|lots of|no)\s+(?:complaints\s+)?(?:(?:about|for|on|with)\s+)?\S/i;
const example = 'Such as: /leeway complaints 37 flight-delay last week';

/** As many as a button carries. */
const maxAgainChars = 1_800;

/**
 * `/leeway complaints 37 flight-delay last week`; undefined where the text is about something else. What is refused of a
 * command comes back with a button that opens the form with it.
 */
export async function complaintReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const [, again] = isCommand ? (/^complaints form\b\s*([\s\S]*)$/i.exec(text.trim()) ?? []) : [];
  if (again !== undefined) return { is: 'complaint-form', table: false, ...(again ? { said: again } : {}) };
  try {
    return await readReply(ctx, text, isCommand);
  } catch (error) {
    const rest = counted.exec(text.trim())?.[1]?.trim();
    const mended = isLeewayError(error, 'invalid') || isLeewayError(error, 'not-found');
    if (!isCommand || !rest || !mended || passedOn.test(text.trim())) throw error;
    return {
      is: 'note',
      sentence: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
      again: { label: 'Open the form', text: `complaints form ${rest.slice(0, maxAgainChars)}` },
    };
  }
}

async function readReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const said = text.trim().replace(/[.!?]+$/, '');
  const [, passed, about] = passedOn.exec(said) ?? [];
  if (passed !== undefined && about !== undefined) return { is: 'note', ...(await passOnSaid(ctx, passed, about)) };
  const rest = counted.exec(said)?.[1]?.trim();
  const [, number, words] = numberFirst.exec(said) ?? (rest === undefined ? [] : (withNumber.exec(rest) ?? []));
  if (number !== undefined && words !== undefined) return { is: 'note', ...(await countSaid(ctx, number, words)) };
  const wrong = rest === undefined ? undefined : noNumber.exec(rest)?.[1];
  if (rest === undefined || !isCommand) return undefined;
  if (wrong) throw new LeewayError('invalid', notWhole(wrong), { field: 'count', hint: example });
  if (rest === '' || /^(?:table|csv|file|upload)$/i.test(rest)) return { is: 'complaint-form', table: rest !== '' };
  return { is: 'note', ...(await latest(ctx, rest)) };
}

const notWhole = (said: string): string =>
  /^[-−]/.test(said) ? `“${said}” is less than nothing.` : `“${said}” is no whole number.`;

async function countSaid(ctx: Ctx, number: string, words: string): Promise<{ sentence: string; hint?: string }> {
  const segment = inSegment.exec(words)?.[1];
  const { modelId, week } = await modelAndWeek(ctx, words.replace(inSegment, ''));
  const count = Number(number.replace(/[,' ]/g, ''));
  if (segment && segment.length > maxSegmentChars)
    throw new LeewayError('invalid', `The part of the business has more than ${maxSegmentChars} characters: name it shortly.`, {
      field: 'segment',
    });
  if (count > maxCount)
    throw new LeewayError('invalid', `At most ${maxCount.toLocaleString('en-US')} complaints are counted for a week.`, {
      field: 'count',
    });
  return complaintVerbs.countComplaints(ctx, { modelId, week, count, ...(segment ? { segment } : {}) });
}

async function passOnSaid(ctx: Ctx, number: string, words: string): Promise<{ sentence: string; hint?: string }> {
  const segment = inSegment.exec(words)?.[1];
  const { modelId, title, week } = await modelAndWeek(ctx, words.replace(inSegment, ''));
  const count = Number(number.replace(/[,']/g, ''));
  const { fact, replaced } = await passOnComplaints(ctx, {
    modelId,
    week,
    count,
    ...(segment ? { segment } : {}),
    clientKey: newId(),
  });
  return {
    sentence: `Thank you. ${title}: ${passedText(fact)}`,
    hint:
      count === 0
        ? replacedText(replaced, count)
        : `${replacedText(replaced, count) || 'They stand beside what is counted.'} What is behind them is best told as a case: /leeway flag`,
  };
}

/** The model's name is what is left when the week was found; without one, the last whole week is meant. */
async function modelAndWeek(ctx: Ctx, words: string): Promise<{ modelId: string; title: string; week: Day }> {
  const today = await todayOf(ctx);
  const lower = words.toLowerCase().trim();
  const found = findPeriod(lower, { today });
  if (found.kind === 'problem')
    throw found.reason === 'future'
      ? new LeewayError('invalid', 'That week has not come yet.', { field: 'week', hint: 'Count a week that has begun.' })
      : new LeewayError('invalid', found.message, { field: 'week' });
  const name = found.kind === 'period' ? `${lower.slice(0, found.from)} ${lower.slice(found.to)}` : lower;
  const { modelId, title } = await oneModel(
    ctx,
    name
      .replace(/\b(?:in|of|for|during|the)\s*$/i, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const week = found.kind === 'period' ? mondayOf(found.period.start) : addDays(mondayOf(today), -7);
  if (found.kind === 'period' && found.period.end > addDays(week, 7))
    throw new LeewayError('invalid', 'Complaints are counted by the week: name one week.', { field: 'week' });
  return { modelId, title, week };
}

async function oneModel(ctx: Ctx, words: string): Promise<{ modelId: string; title: string }> {
  if (words === '') throw new LeewayError('invalid', 'Say which model the customers complained about.', { hint: example });
  try {
    return await modelNamed(ctx, words);
  } catch (error) {
    if (!isLeewayError(error, 'not-found') || !/[,;&+]|\sand\s/.test(words)) throw error;
    throw new LeewayError('invalid', 'Complaints are counted for one model at a time.', {
      hint: 'Say it once for each model, or send a table: /leeway complaints table',
    });
  }
}

async function latest(ctx: Ctx, words: string): Promise<{ sentence: string; hint?: string }> {
  const { modelId, title, week } = await modelAndWeek(ctx, words);
  const found = await readComplaints(ctx, [modelId], week);
  const hint = `Count them with: /leeway complaints 37 ${modelId} last week`;
  // What was taken back leaves a nought, which nobody passed on.
  const heard = (await readPassedOn(ctx, modelId, week)).filter((one) => one.value > 0);
  const passed = heard.slice(0, 10).map(passedText);
  if (found.length === 0 && passed.length > 0)
    return { sentence: [`Nobody has counted complaints about ${title} in that week.`, ...passed].join('\n'), hint };
  if (found.length === 0)
    return { sentence: `Nobody has counted complaints about ${title} in the week of ${sayDay(week)}.`, hint };
  return {
    sentence: found
      .slice(0, 10)
      .map((one) => weekText(one, title))
      .concat(passed)
      .join('\n'),
    hint: `Counted wrongly? Say it again with the right number: /leeway complaints 37 ${modelId} last week`,
  };
}
