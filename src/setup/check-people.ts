import { messageOf } from '../shared/errors.ts';
import type { Look, Token } from './check-token.ts';
import type { Binding, Finding, NamedPerson } from './doctor.ts';
import { patiently, slackError } from './slack-call.ts';

const maxLookups = 500;

interface Account {
  id: string;
  teamId: string;
  deleted: boolean;
  isBot: boolean;
  isGuest: boolean;
}
type Found = { account: Account } | { finding: Finding };

/** Each person's account: still in use where there is one, found by the address where there is none, and bound to its ids. */
export async function checkPeople(
  look: Look,
  token: Token,
  people: readonly NamedPerson[],
  bind: (bindings: Binding[]) => Promise<string[]>,
): Promise<void> {
  const toFind: { person: NamedPerson; account: Account }[] = [];
  const known = new Map(people.filter((one) => one.slackUserId).map((one) => [`${one.slackTeamId}/${one.slackUserId}`, one]));
  for (const person of people.slice(0, maxLookups)) {
    if (person.slackUserId) {
      look.tell(await checkKnown(look, token, person, person.slackUserId));
      continue;
    }
    if (!person.email) {
      const what = `person ${person.id} (${person.name}) has neither a Slack account nor an address`;
      look.tell({ is: 'missing', what, todo: 'Add `email:` or `slack: { user: U… }` in leeway.yml and apply it.' });
      continue;
    }
    const found = await findByEmail(look, token, person, person.email);
    if ('finding' in found) look.tell(found.finding);
    else toFind.push({ person, account: found.account });
  }
  await bindFound(look, toFind, known, bind);
  if (people.length > maxLookups)
    look.tell({
      is: 'wrong',
      what: `people: only ${maxLookups} of ${people.length} were looked at`,
      todo: 'Give the others `slack: { user: U… }` in leeway.yml.',
    });
}

async function checkKnown({ client, waiting }: Look, token: Token, person: NamedPerson, userId: string): Promise<Finding> {
  const what = `person ${person.id} (${person.name}) is ${userId}`;
  if (person.slackTeamId !== token.teamId)
    return {
      is: 'wrong',
      what: `${what} of the workspace ${person.slackTeamId}, and the token is for ${token.teamId}`,
      todo: 'Correct organisation.slackTeam or the person’s `slack` in leeway.yml and apply it.',
    };
  try {
    const { user } = await patiently(() => client.users.info({ user: userId }), waiting);
    const account = accountOf(user, token.teamId);
    // A guest who is named by id was meant.
    const problem = problemOf({ ...account, isGuest: false }, account.teamId);
    if (problem) return { is: 'wrong', what: `${what}, ${problem.what}`, todo: problem.todo };
    return { is: 'ok', what: account.isGuest ? `${what}, a guest` : what };
  } catch (error) {
    const code = slackError(error);
    if (code === 'missing_scope')
      return {
        is: 'done-without',
        what: `${what}: not looked at, for the scope users:read is missing`,
        todo: 'Nothing need be done.',
      };
    return {
      is: 'wrong',
      what: `${what}: ${code === 'user_not_found' ? 'Slack knows no such user' : (code ?? messageOf(error))}`,
      todo: 'Correct the person’s `slack` in leeway.yml and apply it: “Copy member ID” in the menu of their profile.',
    };
  }
}

async function findByEmail({ client, waiting }: Look, token: Token, person: NamedPerson, email: string): Promise<Found> {
  const what = `person ${person.id} (${person.name}), ${email}`;
  try {
    const { user } = await patiently(() => client.users.lookupByEmail({ email }), waiting);
    const account = accountOf(user, token.teamId);
    const problem = problemOf(account, token.teamId);
    return problem
      ? { finding: { is: 'wrong', what: `${what}: ${account.id} ${problem.what}`, todo: problem.todo } }
      : { account };
  } catch (error) {
    const code = slackError(error);
    const byId = 'Give the person `slack: { user: U… }` in leeway.yml and apply it.';
    if (code === 'users_not_found')
      return {
        finding: {
          is: 'missing',
          what: `${what}: nobody in Slack has this address`,
          todo: 'Correct the address, or give the person `slack: { user: U… }`, in leeway.yml and apply it.',
        },
      };
    if (code === 'missing_scope')
      return {
        finding: { is: 'missing', what: `${what}: not looked up, for the scope users:read.email is missing`, todo: byId },
      };
    return { finding: { is: 'wrong', what: `${what}: ${code ?? messageOf(error)}`, todo: 'Try again.' } };
  }
}

async function bindFound(
  { tell }: Look,
  found: { person: NamedPerson; account: Account }[],
  known: ReadonlyMap<string, NamedPerson>,
  bind: (bindings: Binding[]) => Promise<string[]>,
): Promise<void> {
  const bindings: Binding[] = [];
  for (const { person, account } of found) {
    const key = `${account.teamId}/${account.id}`;
    const other = known.get(key) ?? found.find((one) => one.person !== person && one.account.id === account.id)?.person;
    if (other)
      tell({
        is: 'wrong',
        what: `person ${person.id} (${person.name}), ${person.email}: ${account.id} is ${other.id} (${other.name}) too`,
        todo: 'An account is one person’s: correct the address of one of them in leeway.yml and apply it.',
      });
    else bindings.push({ personId: person.id, email: person.email ?? '', slackTeamId: account.teamId, slackUserId: account.id });
  }
  if (bindings.length === 0) return;
  const bound = new Set(await bind(bindings));
  for (const { personId, email, slackUserId } of bindings) {
    const what = `person ${personId}, ${email}: ${slackUserId}`;
    if (bound.has(personId)) tell({ is: 'ok', what: `${what}, kept from now on whatever becomes of the address` });
    else tell({ is: 'wrong', what: `${what} was not kept: somebody else was faster, or has it`, todo: 'Run the doctor again.' });
  }
}

interface SlackUser {
  id?: string;
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
}
const accountOf = (user: SlackUser | undefined, teamId: string): Account => ({
  id: user?.id ?? '',
  teamId: user?.team_id ?? teamId,
  deleted: user?.deleted === true,
  isBot: user?.is_bot === true,
  isGuest: user?.is_restricted === true || user?.is_ultra_restricted === true || user?.is_stranger === true,
});

function problemOf({ deleted, isBot, isGuest, teamId }: Account, ownTeamId: string): { what: string; todo: string } | undefined {
  if (teamId !== ownTeamId)
    return {
      what: `belongs to another workspace (${teamId})`,
      todo: 'Leeway works in one workspace: take the person out of leeway.yml, or name their account here, and apply it.',
    };
  if (deleted)
    return {
      what: 'is switched off in Slack',
      todo: 'Take the person out of leeway.yml, or name their new account, and apply it.',
    };
  if (isBot) return { what: 'is a bot', todo: 'A bot decides nothing: name a person’s account in leeway.yml and apply it.' };
  if (isGuest)
    return {
      what: 'is a guest',
      todo: 'If a guest is to decide, name the id with `slack: { user: U… }` in leeway.yml and apply it.',
    };
  return undefined;
}
