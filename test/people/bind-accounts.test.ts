import { expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { slackRequest } from '../../src/commands/slack-request.ts';
import { bindAccounts } from '../../src/people/bind-accounts.ts';
import { findPersonBySlack } from '../../src/people/find-person.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('pglite');
const file = (email: string, more = '') => `
organisation: { name: Skyway, zone: America/Chicago, industry: airline, slackTeam: T0LEEWAY }
channels: { health: C0HEALTH, spare: C0SPARE }
teams: { ops: { name: Ops, channel: health } }
people:
  dana: { name: Dana, email: ${email} }
  tom: { name: Tom, slack: { user: U0ENG }, roles: [operator] }
${more}`;
const apply = (source: string, prune = false) => applyConfig(test.system(), { source, path: 'leeway.yml' }, { prune });
const dana = { personId: 'dana', email: 'DANA@skyway.example', slackTeamId: 'T0LEEWAY', slackUserId: 'U0EXEC' };
const operator = () => test.ctx({ roles: ['operator'], id: 'tom', name: 'Tom' });

it('binds a person without an account once, with an audit entry of the ids', async () => {
  await apply(file('dana@skyway.example'));
  expect(await bindAccounts(operator(), [dana])).toEqual(['dana']);
  expect((await findPersonBySlack(test.system(), 'T0LEEWAY', 'U0EXEC'))?.id).toBe('dana');
  const entries = await auditEntries(test.system());
  expect(entries.filter((one) => one.verb === 'people.bind-account')).toMatchObject([
    { subject: 'person:dana', detail: { slackTeamId: 'T0LEEWAY', slackUserId: 'U0EXEC', by: 'address' } },
  ]);
});

it('keeps what is bound, whatever the address leads to later and however the file is applied', async () => {
  expect(await bindAccounts(operator(), [{ ...dana, slackUserId: 'U0OTHER' }])).toEqual([]);
  await apply(file('dana.w@skyway.example'), true);
  expect((await findPersonBySlack(test.system(), 'T0LEEWAY', 'U0EXEC'))?.id).toBe('dana');
});

it('binds no account that is another person’s, and none by an address that is not the person’s any more', async () => {
  await apply(file('dana@skyway.example', '  eve: { name: Eve, email: eve@skyway.example }'));
  const eve = { personId: 'eve', email: 'eve@skyway.example', slackTeamId: 'T0LEEWAY' };
  expect(await bindAccounts(operator(), [{ ...eve, slackUserId: 'U0ENG' }])).toEqual([]);
  expect(await bindAccounts(operator(), [{ ...eve, email: 'old@skyway.example', slackUserId: 'U0EVE' }])).toEqual([]);
});

it('is for operators', async () => {
  await expect(bindAccounts(test.ctx({ roles: ['expert'] }), [dana])).rejects.toMatchObject({ code: 'forbidden' });
});

it('names people and channels by their ids, with the places that name them', async () => {
  const { people, channels } = await slackRequest(test.system(), { bind: [], user: 'me' });
  expect(people.map((one) => one.id)).toEqual(['dana', 'eve', 'tom']);
  expect(channels).toEqual([
    { id: 'C0HEALTH', usedFor: ['teams.ops'] },
    { id: 'C0SPARE', usedFor: ['channels.spare'] },
  ]);
});
