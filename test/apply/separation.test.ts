import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyApproved } from '../../src/apply/apply-approved.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readPolicies } from '../../src/approvals/read-policies.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { announcePoliciesToAudiences } from '../../src/jobs/announce-policies.ts';
import { readDeployers } from '../../src/deploy/webhooks.ts';
import { actorFor, findPersonBySlack } from '../../src/people/find-person.ts';
import { readOrganisation } from '../../src/people/organisation.ts';
import { readPersons } from '../../src/people/read-persons.ts';
import { readRotas } from '../../src/people/rotas.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { recordDeployment } from '../../src/registry/record-deployment.ts';
import { setAlias } from '../../src/registry/set-alias.ts';
import { upsertModel } from '../../src/registry/upsert-model.ts';
import type { Role } from '../../src/shared/actor.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
/** The demo with a third person who may agree, so that a change of one of them can still be decided. */
const demo = readFileSync(path, 'utf8')
  .replace('roles: [expert]', 'roles: [expert, compliance]')
  .replace(/auditChannel: \S+/, 'auditChannel: model-approvals');

/** Every kind of thing that decides who may do what: how the file changes, and what the change is called. */
const governed: [what: string, from: string, to: string, line: string][] = [
  ['a role', 'roles: [engineer]', 'roles: [engineer, admin]', '+ person lena: role admin'],
  ['a role of oneself', '[engineer, operator]', '[engineer, operator, admin]', '+ person tom: role admin'],
  ['a new person', '  grace:\n', '  ines:\n    name: Ines\n    roles: [operator]\n  grace:\n', '+ person ines'],
  ['an owner', 'business: dana', 'business: marcus', '~ model flight-delay: owner (business) dana → marcus'],
  ['a risk class', 'risk: high', 'risk: low', '~ model flight-delay: risk high → low'],
  [
    'a deputy',
    '    digest: { audience: executives, delivery: channel }',
    '    deputies: [{ person: lena, from: 2001-04-01, until: 2001-05-01 }]\n    digest: { audience: executives, delivery: channel }',
    '+ person dana: deputy lena from 2001-04-01 06:00 to 2001-05-01 05:00 UTC',
  ],
  [
    'a team',
    '  network-operations:\n    name: Network',
    '  other:\n    name: Other\n  network-operations:\n    name: Network',
    '+ team other',
  ],
  [
    'a membership',
    'roles: [compliance]',
    'roles: [compliance]\n    teams: [network-operations]',
    '+ person grace: team network-operations',
  ],
  [
    'an account',
    'slack: { user: U0ENG2 }',
    'slack: [{ user: U0ENG2 }, { user: U0ENG3 }]',
    '+ person lena: Slack account T0LEEWAY/U0ENG3',
  ],
  ['a rota', 'people: [tom, lena]', 'people: [lena]', '~ rota flights-oncall: people tom, lena → lena'],
  ['a policy', 'stepUp: true', 'stepUp: false', '~ policy flight-delay-production: step up true → false'],
  [
    'a deployer',
    '\npolicies:',
    '\ndeployers:\n  ci:\n    webhook: { url: https://ci.skyway.example/deploy }\npolicies:',
    '+ deployer ci: webhook › url https://ci.skyway.example/deploy',
  ],
  [
    'the audit channel',
    'auditChannel: model-approvals',
    'auditChannel: model-health',
    '~ organisation Skyway Airlines: audit channel C0APPROVE → C0HEALTH',
  ],
];

describe('a change of who may do what', () => {
  const test = useDatabase('postgres');
  const as = (id: string, roles: Role[]) => test.ctx({ id, name: id, roles });
  const tom = () => as('tom', ['engineer', 'operator']);
  const grace = () => as('grace', ['compliance']);
  const apply = (source: string, options = {}, ctx = tom()) => applyConfig(ctx, { source, path }, options);
  const texts = (ones: { text: string }[]) => ones.map((one) => one.text);
  beforeEach(async () => void (await apply(demo)));
  afterEach(() => test.clear());

  const change = (from: string, to: string): string => {
    if (!demo.includes(from)) throw new Error(`the demo has no “${from}”`);
    return demo.replace(from, to);
  };
  const ask = async (from: string, to: string) => (await apply(change(from, to))).request!;
  const vote = async (requestId: string, ctx = grace()) =>
    castVote(ctx, { requestId, decision: 'approve', revision: (await readRequest(ctx, requestId)).revision });
  const carryOut = (requestId: string) => applyApproved(test.system(), { requestId });
  /** Everything that a change could have touched. */
  const rights = async () =>
    JSON.stringify([
      [...(await readPersons(tom(), ['dana', 'marcus', 'priya', 'tom', 'lena', 'grace', 'ines'])).values()].sort((left, right) =>
        left.id < right.id ? -1 : 1,
      ),
      [...(await readRotas(tom()))],
      (await readPolicies(tom())).map(({ id, spec }) => [id, spec]),
      await readDeployers(tom()),
      (await readOrganisation(tom()))?.auditChannel,
      (await readModel(tom(), 'flight-delay')).owners,
    ]);

  it.each(governed)('such as %s waits for another person and is then carried out', async (what, from, to, line) => {
    const before = await rights();
    const asked = await apply(change(from, to));
    expect(asked.changes).toEqual([]);
    expect(texts(asked.waiting)).toContain(line);
    expect(asked.request).toMatchObject({ state: 'open' });
    expect(await rights()).toBe(before);
    const { requestId } = asked.request!;
    expect(await readRequest(tom(), requestId)).toMatchObject({ kind: 'configuration', changes: texts(asked.waiting) });
    const voter = what === 'a membership' ? as('marcus', ['expert', 'compliance']) : grace();
    expect(await vote(requestId, voter)).toMatchObject({ state: 'approved' });
    expect(await carryOut(requestId)).toEqual({ done: true, outcome: 'It was carried out.' });
    expect(await apply(change(from, to))).toMatchObject({ changes: [], waiting: [] });
    expect((await auditEntries(tom())).findLast((one) => one.verb === 'config.apply')).toMatchObject({
      actor: { kind: 'system' },
      detail: { request: asked.request!.number, requestedBy: 'tom', approvedBy: [voter.actor.id] },
    });
    expect(await verifyAudit(tom())).toMatchObject({ whole: true });
  });

  it('of a policy is told in its channel once it holds: what, since when, by whom, and how to object', async () => {
    const notices = async () => (await test.database.db.select().from(outboxMessage)).filter((one) => one.kind === 'notice');
    const { requestId } = await ask('stepUp: true', 'stepUp: false');
    await vote(requestId);
    expect(await notices()).toEqual([]);
    await carryOut(requestId);
    await carryOut(requestId);
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    expect(notice?.destination).toBe('C0APPROVE');
    const { text } = notice!.data as { text: string };
    expect(text.split('\n')).toEqual([
      'The policy “Flight Delay in production” changes: who agrees types the version’s name: no (so far: yes).',
      expect.stringMatching(/^It holds since \w{3} \d+ \w+, \d\d:\d\d \(.+\); requests made before keep/),
      expect.stringMatching(/^Asked for by Tom .*\(request 1, agreed to by Grace .*\)/),
      expect.stringMatching(/^You object\? Tell Grace/),
    ]);
  });

  it('of a policy is told to the audiences as well, once, in words for whoever never saw the file', async () => {
    const { requestId } = await ask('expiresAfterHours: 120', 'expiresAfterHours: 144');
    await vote(requestId);
    await carryOut(requestId);
    await announcePoliciesToAudiences(test.system(), { requestId });
    await announcePoliciesToAudiences(test.system(), { requestId });
    const notices = (await test.database.db.select().from(outboxMessage)).filter((one) => one.kind === 'notice');
    expect(notices.map((one) => one.destination).sort()).toEqual(['C0APPROVE', 'C0DATASCI', 'C0HEALTH']);
    for (const { data } of notices)
      expect((data as { text: string }).text).toMatch(
        /^The policy “Flight Delay in production” changes: time to decide: 6 days \(so far: 5 days\)\./,
      );
  });

  it('is asked in everyday words, a policy in one sentence; its lines stand beside them', async () => {
    const pilot = `
  pilot:
    template: medium
    title: Pilot
    risk: []
    models: [flight-delay]
    environments: [pilot]
    channel: model-approvals
models:
`;
    const source = change('\nmodels:\n', pilot)
      .replace('business: dana', 'business: marcus')
      .replace('[engineer]', '[engineer, admin]');
    const { requestId } = (await apply(source)).request!;
    const view = await readRequest(tom(), requestId);
    expect(view.changes.length).toBeGreaterThan(20);
    expect(view.said).toEqual([
      'Lena Fischer: gets role admin',
      expect.stringMatching(
        /^New policy “Pilot” for Flight Delay in pilot: who must agree: the business owner and one engineer .+; checks that must have passed: data, tests and typical miss; time to decide: 5 days/,
      ),
      'Flight Delay: owner (business) Dana Whitfield → Marcus Bell',
    ]);
    expect(view.question).toBe('Should these 3 changes be made, all of them?');
  });

  it('includes who owns a new model: it stands without owners until another person has agreed', async () => {
    const source = change(
      '\naudiences:',
      `
  gates:
    title: Gates
    owners: { business: dana, operations: tom, data-science: priya }
    unit: { singular: gate, plural: gates }

audiences:`,
    );
    const done = await apply(source);
    expect(texts(done.changes)).toContain('+ model gates');
    expect(texts(done.waiting)).toEqual([
      '+ model gates: owner (business) dana',
      '+ model gates: owner (operations) tom',
      '+ model gates: owner (data-science) priya',
    ]);
    expect((await readModel(tom(), 'gates')).owners).toEqual([]);
    const { requestId } = done.request!;
    await vote(requestId);
    expect(await carryOut(requestId)).toEqual({ done: true, outcome: 'It was carried out.' });
    expect((await readModel(tom(), 'gates')).owners).toHaveLength(3);
  });

  it('of anything but a policy is told in no channel', async () => {
    const { requestId } = await ask('business: dana', 'business: marcus');
    await vote(requestId);
    await carryOut(requestId);
    const messages = await test.database.db.select().from(outboxMessage);
    expect(messages.filter((one) => one.kind === 'notice' && !one.destination.startsWith('person:'))).toEqual([]);
  });

  it('lets what nobody needs to agree to go ahead beside it', async () => {
    const source = change('business: dana', 'business: marcus').replace('endUser: gate planners', 'endUser: crews');
    const done = await apply(source);
    expect(texts(done.changes)).toEqual(['~ model flight-delay: end user gate planners → crews']);
    expect(texts(done.waiting)).toEqual(['~ model flight-delay: owner (business) dana → marcus']);
    expect(await readModel(tom(), 'flight-delay')).toMatchObject({ endUser: 'crews' });
  });

  it('is shown by a dry run, which asks nobody', async () => {
    const dry = await apply(change('business: dana', 'business: marcus'), { dryRun: true });
    expect(texts(dry.waiting)).toEqual(['~ model flight-delay: owner (business) dana → marcus']);
    expect(dry.request).toBeUndefined();
    expect((await auditEntries(tom())).at(-1)).toMatchObject({ verb: 'config.dry-run', detail: { waiting: 1 } });
  });

  it('cannot be approved by whoever applied it, and the attempt is audited', async () => {
    const { requestId } = await ask('[engineer, operator]', '[engineer, operator, admin]');
    await expect(vote(requestId, tom())).rejects.toThrow('you made this request');
    expect((await auditEntries(tom())).at(-1)).toMatchObject({ verb: 'approvals.refused', actor: { id: 'tom' } });
    expect(await readRequest(tom(), requestId)).toMatchObject({ state: 'open' });
  });

  it('cannot be approved by whom it gives something', async () => {
    const { requestId } = await ask('roles: [compliance]', 'roles: [compliance, admin]');
    await expect(vote(requestId, grace())).rejects.toThrow('your own rights');
  });

  it('gives nobody a right before it is approved: a role applied for oneself counts nowhere', async () => {
    await ask('[engineer, operator]', '[engineer, operator, admin]');
    expect((await findPersonBySlack(tom(), 'T0LEEWAY', 'U0ENG'))?.roles).toEqual(['engineer', 'operator']);
  });

  it('asked for twice is one request', async () => {
    const first = await ask('business: dana', 'business: marcus');
    expect(await ask('business: dana', 'business: marcus')).toEqual(first);
    const other = await ask('business: dana', 'business: priya');
    expect(other.number).toBe(first.number + 1);
    expect(await readRequest(tom(), first.requestId)).toMatchObject({ state: 'superseded' });
  });

  it('that moved since it was approved is not carried out, and the card says so', async () => {
    const { requestId } = await ask('business: dana', 'business: marcus');
    await vote(requestId);
    const second = await ask('business: dana', 'business: priya');
    await vote(second.requestId);
    await carryOut(second.requestId);
    const done = await carryOut(requestId);
    expect(done).toMatchObject({
      done: false,
      outcome: expect.stringMatching(/changed since it was approved: .*priya → marcus/),
    });
    expect((await readModel(tom(), 'flight-delay')).owners).toContainEqual({
      kind: 'business',
      personId: 'priya',
      name: 'Priya Raman',
    });
    expect((await auditEntries(tom())).some((one) => one.verb === 'config.not-applied')).toBe(true);
    expect(await readRequest(tom(), requestId)).toMatchObject({ state: 'void', outcome: done.outcome });
    expect(await carryOut(requestId)).toEqual({ done: false, outcome: 'This was settled before.' });
  });

  it('is carried out once, however often its job runs', async () => {
    const { requestId } = await ask('business: dana', 'business: marcus');
    await vote(requestId);
    await carryOut(requestId);
    const entries = await auditEntries(tom());
    expect(await carryOut(requestId)).toMatchObject({ done: false, outcome: 'This was settled before.' });
    expect(await auditEntries(tom())).toHaveLength(entries.length);
  });

  it('is not carried out before it is approved', async () => {
    const { requestId } = await ask('business: dana', 'business: marcus');
    await expect(carryOut(requestId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not undo what was applied freely meanwhile', async () => {
    const { requestId } = await ask('business: dana', 'business: marcus');
    await apply(change('endUser: gate planners', 'endUser: crews'));
    await vote(requestId);
    await carryOut(requestId);
    expect(await readModel(tom(), 'flight-delay')).toMatchObject({ endUser: 'crews' });
  });

  it('that would leave nobody to approve the next one is refused, pruned or not', async () => {
    const alone = change('roles: [compliance]', 'roles: []').replace('roles: [expert, compliance]', 'roles: [expert]');
    await expect(apply(alone, { prune: true })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Nobody would be left to approve'),
    });
    await expect(apply(alone, { prune: true, dryRun: true })).rejects.toMatchObject({ code: 'conflict' });
    const locked = change(
      '\npolicies:',
      `\npolicies:\n  configuration:\n    template: configuration
    channel: model-approvals\n    seats: { second: { who: { people: [tom] } } }`,
    );
    await expect(apply(locked)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('waits as well where it removes a person or a policy', async () => {
    const less = demo.replace(/ {2}grace:\n(.*\n){4}/, '');
    expect(texts((await apply(less)).kept)).toEqual(['- person grace']);
    const asked = await apply(less, { prune: true });
    expect(texts(asked.waiting)).toEqual(['- person grace']);
    expect(await findPersonBySlack(tom(), 'T0LEEWAY', 'U0COMP')).toBeDefined();
    await vote(asked.request!.requestId, as('marcus', ['expert', 'compliance']));
    await carryOut(asked.request!.requestId);
    expect(await findPersonBySlack(tom(), 'T0LEEWAY', 'U0COMP')).toBeUndefined();
    expect(await apply(less, { prune: true })).toMatchObject({ changes: [], waiting: [], kept: [] });
  });

  it('cannot be smuggled in by renaming the organisation', async () => {
    const renamed = change('name: Skyway Airlines', 'name: Skyway').replace(
      'auditChannel: model-approvals',
      'auditChannel: model-health',
    );
    expect(texts((await apply(renamed)).waiting)).toEqual(['~ organisation Skyway: audit channel C0APPROVE → C0HEALTH']);
    expect(await readOrganisation(tom())).toMatchObject({ name: 'Skyway', auditChannel: 'C0APPROVE' });
  });

  it('is not asked for by a service, behind which anybody may stand', async () => {
    const service = { ...tom(), actor: { kind: 'service' as const, id: 'cli:root', name: 'cli:root', scopes: ['config.apply'] } };
    const owner = change('business: dana', 'business: marcus');
    await expect(apply(owner, {}, service)).rejects.toMatchObject({ code: 'forbidden', hint: expect.stringContaining('--as') });
    expect(await apply(change('endUser: gate planners', 'endUser: crews'), {}, service)).toMatchObject({ changes: [{}] });
  });

  it('waits as well where the system itself applies a file, such as the demo’s of a newer version', async () => {
    const { request } = await apply(change('stepUp: true', 'stepUp: false'), {}, test.system());
    expect(await readRequest(tom(), request!.requestId)).toMatchObject({ state: 'open', requester: { id: 'system:test' } });
    expect(await vote(request!.requestId)).toMatchObject({ state: 'approved' });
    expect(await carryOut(request!.requestId)).toMatchObject({ done: true });
  });

  it('by a second account of whoever applied it is their own', async () => {
    const two = change('slack: { user: U0ENG }', 'slack: [{ user: U0ENG }, { user: U0TWO, team: T0OTHER }]');
    const account = (await apply(two)).request!;
    await vote(account.requestId);
    await carryOut(account.requestId);
    const { request } = await apply(two.replace('business: dana', 'business: marcus'));
    const other = actorFor((await findPersonBySlack(tom(), 'T0OTHER', 'U0TWO'))!, 'T0OTHER/U0TWO');
    await expect(vote(request!.requestId, { ...tom(), actor: other })).rejects.toThrow('you made this request');
    expect((await auditEntries(tom())).at(-1)).toMatchObject({ actor: { id: 'tom', account: 'T0OTHER/U0TWO' } });
  });

  it('asked for at the command line says so to whoever is to agree', async () => {
    const claimed = { ...tom(), actor: { ...tom().actor, account: 'cli/root' } as Ctx['actor'] };
    const { request } = await apply(change('business: dana', 'business: marcus'), {}, claimed);
    const { changes } = await readRequest(tom(), request!.requestId);
    expect(changes.at(-1)).toBe('Asked at the command line in the name of tom, by whoever uses the account root there.');
  });

  it('is refused to the registry’s own verb', async () => {
    const { id, title, teamId, companyGoal } = await readModel(tom(), 'flight-delay');
    const priya = test.ctx({ id: 'priya', roles: ['data-scientist'], teams: ['network-operations'] });
    const mine = { business: 'priya', operations: 'tom', 'data-science': 'priya' };
    await expect(upsertModel(priya, { id, title, teamId, companyGoal, riskClass: 'high', owners: mine })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('another person’s approval'),
    });
    const elsewhere = { code: 'forbidden', hint: expect.stringContaining('/leeway promote') };
    await expect(recordDeployment(priya, { modelId: id, environment: 'production', version: 2 })).rejects.toMatchObject(
      elsewhere,
    );
    await expect(setAlias(priya, { modelId: id, alias: 'champion', version: 2 })).rejects.toMatchObject(elsewhere);
    expect(await setAlias(priya, { modelId: id, alias: 'shadow', version: 2 })).toEqual({ before: undefined });
  });
});

describe('an installation of one', () => {
  const test = useDatabase('postgres');
  const tom = () => test.ctx({ id: 'tom', name: 'Tom', roles: ['operator'] });
  const file = (people: string) => `organisation:\n  name: Skyway\n  zone: America/Chicago\n  industry: airlines
channels:\n  model-approvals: C0APPROVE\npeople:\n${people}`;
  const person = (id: string, roles: string) => `  ${id}:\n    name: ${id}\n    roles: [${roles}]\n`;
  const apply = (people: string) => applyConfig(tom(), { source: file(people), path });
  afterEach(() => test.clear());

  it('is carried out at once until another may agree, and never again after', async () => {
    expect(await apply(person('tom', 'operator'))).toMatchObject({ isSeparated: false, waiting: [] });
    expect(await apply(person('tom', 'operator, engineer'))).toMatchObject({ isSeparated: false, waiting: [] });
    const two = person('tom', 'operator, engineer') + person('grace', 'compliance');
    expect(await apply(two)).toMatchObject({ isSeparated: true, waiting: [] });
    expect((await apply(two + person('ann', 'admin'))).waiting).toHaveLength(2);
  });
});
