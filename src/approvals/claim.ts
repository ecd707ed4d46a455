import type { Actor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Evidence } from './evidence.ts';
import type { RequestRow } from './request-store.ts';

/** Accounts of a machine, under which a command runs: whoever can use one can give any person's name. */
const machine = 'cli/';

/** A request that was made at the command line, where a name is only a claim. */
export interface Claim {
  askedAt: 'cli';
  /** The machine's account. */
  user: string;
  /** When the person whose name it was said, with an account of their own, that it was they. */
  confirmedAt: string | null;
}

const userOf = (actor: Actor): string | undefined =>
  actor.kind === 'person' && actor.account?.startsWith(machine) ? actor.account.slice(machine.length) : undefined;

/** What a request keeps of how it was asked; undefined where the account was the person's own. */
export function claimOf(actor: Actor): Claim | undefined {
  const user = userOf(actor);
  return user === undefined ? undefined : { askedAt: 'cli', user, confirmedAt: null };
}

export const isUnconfirmed = ({ evidence }: Pick<RequestRow, 'evidence'>): boolean =>
  (evidence as Evidence).claim?.confirmedAt === null;

export const sayUnconfirmed = (name: string): string => `${name} has not confirmed yet that they asked for this.`;

/** Throws for a name given at the command line: nobody decides or confirms there. */
export function assertOwnAccount(actor: Actor): void {
  if (userOf(actor) === undefined) return;
  throw new LeewayError('forbidden', 'At the command line anybody could say that they are you.', {
    hint: 'Do it in Slack, or over REST with a token of your own.',
  });
}
