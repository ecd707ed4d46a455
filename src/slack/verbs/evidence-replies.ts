import type { Ctx } from '../../db/ctx.ts';
import { findPeriod } from '../../ask/find-period.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listModels } from '../../registry/list-models.ts';
import { may } from '../../shared/access.ts';
import { isLeewayError } from '../../shared/errors.ts';
import { addDays, dayIn } from '../../shared/period.ts';
import type { Reply } from '../verbs.ts';
import type { HelpView } from '../views/help.ts';
import { modelNamed } from './model-named.ts';

/** How far back the example looks: a quarter. */
const exampleDays = 91;
const asked =
  /^(?:audit|evidence|export|pack|record|duties)(?:\s+(?!trail\b)(?:(?:pack|export|duties|verify|record|of|for|about)\s+)*(.*))?$/i;
const between = /\b(?:decided|decisions?|approved|refused)\b.*\b(?:between\b.*\band|from\b.*\b(?:to|until))\b/i;

/**
 * Where evidence is asked for. It is a file for whoever audits, so that a command writes it and no message; what to type
 * stands here, so that nobody has to look for it. Undefined where the text is about something else.
 */
export async function evidenceReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const said = text.trim().replace(/[.!?]$/, '');
  const named = isCommand ? asked.exec(said) : null;
  if (!named && !between.test(said)) return undefined;
  const model = await modelOf(ctx, named?.[1] ?? '');
  const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
  const today = dayIn(zone, ctx.now);
  const meant = findPeriod(said.toLowerCase(), { today });
  const { start, end } = meant.kind === 'period' ? meant.period : { start: addDays(today, -exampleDays), end: addDays(today, 1) };
  const days = `--from ${start} --to ${addDays(end, -1)}`;
  const sentence = [
    'Evidence is a file that can be checked without me, so a command writes it where Leeway runs:',
    `• what was decided between two days, by whom and on what: \`leeway audit export --model ${model} ${days}\``,
    `• who decided what in which part, and every attempt that was refused: \`leeway audit duties ${days}\``,
    `• all that is on record about a model: \`leeway record ${model} --format html\``,
    '• whether the record is whole, and agrees with its seals: `leeway audit verify`',
  ].join('\n');
  const hint = may(ctx.actor, 'audit.export') ? 'You may do this yourself, or ask an operator to.' : 'Ask compliance for it.';
  return { is: 'note', sentence, hint };
}

/** The model that is named, else one that there is. */
async function modelOf(ctx: Ctx, words: string): Promise<string> {
  const found = words.trim() === '' ? undefined : await modelNamed(ctx, words.trim()).catch(unlessUnknown);
  return found?.modelId ?? (await listModels(ctx, { limit: 1 })).models[0]?.id ?? 'MODEL';
}

function unlessUnknown(error: unknown): undefined {
  if (!isLeewayError(error, 'not-found')) throw error;
}

/** A line of help, for those who may. */
export const evidenceHelp = (ctx: Ctx): HelpView['lines'] =>
  may(ctx.actor, 'audit.read') ? [{ say: '/leeway audit', does: 'the evidence that there is, and how it is had' }] : [];
