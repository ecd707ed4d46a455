import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { insertBinding, selectAccountHolder, type SlackAccount } from './accounts-store.ts';

export interface Binding extends SlackAccount {
  personId: string;
  /** The address by which Slack knew the account; it must still be the person's. */
  email: string;
}

const maxBindings = 500;

/**
 * Gives persons who have none the Slack account that their address led to. From then on the ids count and the address does
 * not: whoever gets it later gets nothing else. A person who has an account keeps it. Returns who was bound.
 */
export async function bindAccounts(ctx: Ctx, bindings: readonly Binding[]): Promise<string[]> {
  authorise(ctx.actor, 'config.apply');
  if (bindings.length > maxBindings)
    throw new LeewayError('too-large', `At most ${maxBindings} Slack accounts are bound at once, not ${bindings.length}.`);
  return write(ctx, async (w) => {
    const bound: string[] = [];
    for (const { personId, email, ...account } of bindings) {
      const holder = await selectAccountHolder(w.db, account, personId);
      if (holder !== undefined || !(await insertBinding(w.db, { personId, email, ...account }))) continue;
      w.audit({ verb: 'people.bind-account', subject: `person:${personId}`, detail: { ...account, by: 'address' } });
      bound.push(personId);
    }
    return bound;
  });
}
