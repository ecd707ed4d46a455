import { checkChannels } from './check-channels.ts';
import { checkConnection } from './check-connection.ts';
import { checkPeople } from './check-people.ts';
import { checkScopes, checkToken } from './check-token.ts';
import { sendTest } from './send-test.ts';
import { slackClient } from './slack-call.ts';

/** One line of what was looked at. `done-without`: Leeway goes on, and something is lost. */
export interface Finding {
  is: 'ok' | 'missing' | 'wrong' | 'done-without';
  what: string;
  /** What to do about it. */
  todo?: string;
}
export type Tell = (finding: Finding) => void;

export interface NamedPerson {
  id: string;
  name: string;
  email: string | null;
  slackTeamId: string | null;
  slackUserId: string | null;
}
export interface Binding {
  personId: string;
  email: string;
  slackTeamId: string;
  slackUserId: string;
}
export interface Named {
  people: readonly NamedPerson[];
  /** `usedFor`: places of leeway.yml. */
  channels: readonly { id: string; usedFor: readonly string[] }[];
}

export interface DoctorDeps {
  settings: {
    botToken: string;
    signingSecret: string | undefined;
    appToken: string | undefined;
    apiUrl: string | undefined;
    publicUrl: string | undefined;
  };
  /** Where a test message is to go: a user or channel id; undefined: none is sent. */
  testTo: string | undefined;
  /** What leeway.yml said when it was last applied. Throws where the database cannot be read. */
  named(): Promise<Named>;
  /** Binds accounts that were found; gives the ids of the persons who have theirs now. */
  bind: (bindings: Binding[]) => Promise<string[]>;
  tell: Tell;
  /** Hears that Slack asks to wait. */
  waiting?: (seconds: number) => void;
}

/** Looks at everything that Slack needs, and binds accounts to addresses. False when something must be put right. */
export async function doctor(deps: DoctorDeps): Promise<boolean> {
  let isWell = true;
  const tell: Tell = (finding) => {
    if (finding.is === 'missing' || finding.is === 'wrong') isWell = false;
    deps.tell(finding);
  };
  const { settings, waiting } = deps;
  const look = { client: slackClient(settings.botToken, settings.apiUrl), tell, ...(waiting ? { waiting } : {}) };
  const token = await checkToken(look);
  if (token) checkScopes(token.scopes, tell);
  await checkConnection(settings, tell);
  if (!token) return false;
  const named = await readNamed(deps, tell);
  if (named) {
    await checkChannels(look, token, named.channels);
    await checkPeople(look, token, named.people, deps.bind);
  }
  if (deps.testTo !== undefined) await sendTest(look, deps.testTo);
  return isWell;
}

async function readNamed(deps: DoctorDeps, tell: Tell): Promise<Named | undefined> {
  const named = await deps.named();
  if (named.people.length > 0 || named.channels.length > 0) return named;
  tell({ is: 'missing', what: 'leeway.yml: it was never applied', todo: 'Apply it: leeway apply -f leeway.yml' });
  return undefined;
}
