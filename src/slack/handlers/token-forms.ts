import { z } from 'zod';
import { viewIds } from '../action-ids.ts';
import { madeTokenModal } from '../views/token-modal.ts';
import { form, text, type Form } from './forms.ts';

const ticked = z.array(z.string().max(60)).max(20).default([]);

const token = form(
  'acting',
  z.object({
    name: text(80, 'Say what it is for.'),
    days: z.coerce.number({ error: 'Choose how long.' }).int(),
    looking: ticked,
    acting: ticked,
  }),
  async (turn, { name, days, looking, acting }) =>
    madeTokenModal(await turn.verbs.makeToken(turn.ctx, { name, days, scopes: [...looking, ...acting] })),
);

/** Forms about tokens by the callback_id of their view. */
export const tokenForms: Record<string, Form> = { [viewIds.token]: token };
