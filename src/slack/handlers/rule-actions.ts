import { z } from 'zod';
import { windowHours } from '../../deploy/standing-rule.ts';
import { viewIds } from '../action-ids.ts';
import { carriedBy } from '../arrivals.ts';
import type { FilledRule } from '../rule-verbs.ts';
import { show, type Turn } from '../turn.ts';
import { note, noteModal } from '../views/note.ts';
import { ruleModal } from '../views/rule-modal.ts';
import { rulesMessage } from '../views/rules.ts';
import { needed, type Click } from './click.ts';
import { form, text, type Form } from './forms.ts';

export async function onRuleList(turn: Turn, click: Click): Promise<void> {
  const view = await turn.verbs.standingRules(turn.ctx, { modelId: needed(carriedBy(click.value)).id });
  await show(turn, rulesMessage(view), { title: 'Standing rules' });
}

export async function onRuleForm(turn: Turn, click: Click): Promise<void> {
  const view = await turn.verbs.ruleForm(turn.ctx, { modelId: needed(carriedBy(click.value)).id });
  await turn.api.openView(turn.triggerId, ruleModal(view));
}

export async function onRetireRule(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.retireRule(turn.ctx, { ruleId: needed(carriedBy(click.value)).id });
  await show(turn, note('The rule is retired: Leeway does nothing by itself on its account any more.'));
}

/** As people type it: `25`, `0.3`, `80 %`, with either minus. */
const typedNumber = z
  .string()
  .transform((typed) => typed.replaceAll('−', '-').replace(/%$/, '').trim())
  .pipe(z.string().regex(/^-?\d{1,12}(?:\.\d{1,6})?$/, 'Give a number such as 25 or 0.3, or leave it empty.'))
  .transform(Number);

/** `week`, `day`, or `hour:6` for windows of six hours. */
function windowIn(chosen: string): Pick<FilledRule, 'grain' | 'hours'> {
  const hours = windowHours.find((one) => chosen === `hour:${one}`);
  if (hours !== undefined) return { grain: 'hour', hours };
  return { grain: chosen === 'day' ? 'day' : 'week' };
}

const rule = form(
  'limit',
  z.object({
    modelId: z.string().min(1),
    environment: z.string({ error: 'Choose where.' }).min(1),
    guard: z.string({ error: 'Choose what it watches.' }).min(1),
    is: z.enum(['above', 'below']),
    limit: typedNumber.exactOptional(),
    grain: z.string(),
    inARow: z.coerce.number().int(),
    act: z.enum(['rollback', 'pause']),
    reason: text(2000, 'Say why: those who agree need it.'),
  }),
  async (turn, { grain: chosen, ...input }) => {
    const { number, state } = await turn.verbs.askForRule(turn.ctx, { ...input, ...windowIn(chosen) });
    const next =
      state === 'queued'
        ? 'Another request for a rule there comes first; yours waits its turn.'
        : 'Its card is on its way to those who decide. The rule holds once they have agreed.';
    return noteModal(`This is request ${number}. ${next}`);
  },
);

/** Forms about standing rules by the callback_id of their view. */
export const ruleForms: Record<string, Form> = { [viewIds.rule]: rule };
