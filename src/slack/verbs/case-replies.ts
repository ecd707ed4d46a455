import type { Ctx } from '../../db/ctx.ts';
import type { Reply } from '../verbs.ts';
import { caseVerbs } from './case-verbs.ts';
import { flagVerbs } from './flag-verbs.ts';
import { flagDraft } from '../views/flag-modal.ts';

const oneCase = /^(?:the |my )?case (?:no\.? |number |#)?(\d{1,9})$/i;
const allCases = /^(?:my |our |all |open )?cases$/i;
/** `flag` and what happened; “flag a problem with …” names a model and is read like any question. */
const flagged = /^flag\b[\s:,.–-]*(?!(?:an?|the) (?:problem|issue|concern)\b)(.+)$/is;
const leastWords = 4;

/** What a text about cases is answered with; undefined where it is about something else. */
export async function caseReply(ctx: Ctx, text: string, isCommand: boolean): Promise<Reply | undefined> {
  const said = text.trim().replace(/[.!?]+$/, '');
  const number = oneCase.exec(said)?.[1];
  if (number) return { is: 'case', page: await caseVerbs.casePage(ctx, { number: Number(number) }) };
  if (allCases.test(said)) return { is: 'cases', view: await caseVerbs.cases(ctx) };
  if (isCommand && /^case\b/i.test(said) && said.split(' ').length <= 2)
    return {
      is: 'note',
      sentence: 'Say which case, by its number: `/leeway case 12`.',
      hint: '/leeway cases lists those that concern you.',
    };
  const what = flagged.exec(text.trim())?.[1]?.trim();
  if (!what || what.split(/\s+/).length < leastWords) return undefined;
  if (isCommand) return { is: 'flag', what };
  // Only a click opens a form: until then what was said is kept where the form begins.
  const typedAt = String(ctx.now.getTime() / 1000);
  await flagVerbs.keepDraft(ctx, { form: flagDraft, formId: `said:${typedAt}`, values: { what: what.slice(0, 3000) }, typedAt });
  return { is: 'flag', what };
}
