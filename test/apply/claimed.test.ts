import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyApproved } from '../../src/apply/apply-approved.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { cardDue } from '../../src/approvals/card-due.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { confirmAsked } from '../../src/approvals/confirm-asked.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { withdrawRequest } from '../../src/approvals/withdraw-request.ts';
import { readEvents, readLetters } from '../../src/cards/read-card.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { actorFor } from '../../src/people/find-person.ts';
import { readPerson } from '../../src/people/read-persons.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
/** The demo with an engineer who may agree to such a change as well. */
const demo = readFileSync(path, 'utf8').replace('roles: [engineer]', 'roles: [engineer, admin]');
const changed = demo.replace('business: dana', 'business: marcus');

describe('a change asked for at the command line in somebody’s name', () => {
  const test = useDatabase('postgres');
  const as = async (id: string, account: string): Promise<Ctx> => ({
    ...test.system(),
    actor: actorFor(await readPerson(test.system(), id), account),
  });
  const slack = (id: string) => as(id, `T0LEEWAY/${id}`);
  /** Anybody who can use the machine can give this name. */
  const shell = () => as('tom', 'cli/lena');
  const ask = async () => (await applyConfig(await shell(), { source: changed, path })).request!.requestId;
  const vote = async (requestId: string, ctx: Ctx, more = {}) => {
    const { revision } = await readRequest(ctx, requestId);
    return castVote(ctx, { requestId, decision: 'approve', revision, ...more });
  };
  const confirm = (ctx: Ctx, requestId: string, asked = true) => confirmAsked(ctx, { requestId, asked });
  const owners = async () => (await readModel(test.system(), 'flight-delay')).owners.map((one) => one.personId);
  const kindsOf = async (requestId: string) =>
    (await readEvents(test.system(), (await readRequest(test.system(), requestId)).cardId)).map((one) => one.kind);
  beforeEach(async () => void (await applyConfig(test.system(), { source: demo, path })));
  afterEach(() => test.clear());

  it('cannot be approved by whoever typed that name, and the attempt is audited', async () => {
    const requestId = await ask();
    const lena = await slack('lena');
    const sentence = 'Tom Okafor has not confirmed yet that they asked for this.';
    await expect(vote(requestId, lena)).rejects.toMatchObject({ code: 'conflict', message: sentence });
    expect((await auditEntries(lena)).at(-1)).toMatchObject({
      verb: 'approvals.refused',
      actor: { id: 'lena' },
      detail: { decision: 'approve', sentence },
    });
    expect(await readRequest(lena, requestId)).toMatchObject({ state: 'open', held: sentence, unconfirmed: true });
    expect(await owners()).toContain('dana');
  });

  it('can be approved by another once that person confirmed it, which their card and everybody’s says', async () => {
    const requestId = await ask();
    expect(await confirm(await slack('tom'), requestId)).toEqual({ state: 'open', revision: 2 });
    const view = await readRequest(test.system(), requestId);
    expect(view.held).toBeNull();
    expect(view.unconfirmed).toBeUndefined();
    expect(await kindsOf(requestId)).toEqual(['asked-confirmed']);
    const [entry] = (await auditEntries(test.system())).filter((one) => one.verb === 'approvals.confirm-asked');
    expect(entry).toMatchObject({ actor: { id: 'tom', account: 'T0LEEWAY/tom' }, detail: { askedAs: 'lena' } });
    expect(await vote(requestId, await slack('grace'))).toMatchObject({ state: 'approved' });
    expect(await applyApproved(test.system(), { requestId })).toMatchObject({ done: true });
    expect(await owners()).toContain('marcus');
  });

  it('is void once that person says it was not they; the channel and compliance are told', async () => {
    const requestId = await ask();
    await confirm(await slack('tom'), requestId, false);
    const outcome = expect.stringMatching(/^Tom Okafor did not ask for this: .* account lena/);
    const view = await readRequest(test.system(), requestId);
    expect(view).toMatchObject({ state: 'void', outcome });
    await expect(vote(requestId, await slack('grace'))).rejects.toThrow('cannot be carried out any more');
    const [event] = await readEvents(test.system(), view.cardId);
    expect(event).toMatchObject({ kind: 'asked-denied', personId: 'tom', data: { outcome } });
    const lines = (await test.database.db.select().from(outboxMessage)).filter(
      (one) => one.kind === 'card-event' && (one.data as { eventId: string }).eventId === event!.id,
    );
    expect(lines.map((one) => one.destination)).toEqual(expect.arrayContaining(['C0APPROVE', 'person:grace']));
    const [entry] = (await auditEntries(test.system())).filter((one) => one.verb === 'approvals.deny-asked');
    expect(entry).toMatchObject({ actor: { id: 'tom' }, detail: { askedAs: 'lena', after: { state: 'void' } } });
  });

  it('tells compliance also where they have no say in it', async () => {
    const only = `
  configuration:
    template: configuration
    channel: model-approvals
    seats: { second: { who: { people: [lena, priya] } } }
`;
    const own = demo.replace('\npolicies:', `\npolicies:${only}`);
    await applyConfig(test.system(), { source: own, path });
    const system = (await applyConfig(test.system(), { source: own, path })).request!;
    await vote(system.requestId, await slack('grace'));
    await applyApproved(test.system(), { requestId: system.requestId });
    const { request } = await applyConfig(await shell(), { source: own.replace('business: dana', 'business: marcus'), path });
    const { cardId } = await readRequest(test.system(), request!.requestId);
    const part = async () => (await readLetters(test.system(), cardId)).find((one) => one.personId === 'grace')?.part;
    expect(await part()).toBeUndefined();
    await confirm(await slack('tom'), request!.requestId, false);
    expect(await part()).toBe('notice');
  });

  it.each([
    ['somebody else', () => slack('lena'), 'Only Tom Okafor'],
    ['that name at the command line again', shell, 'anybody could say that they are you'],
  ])('is not confirmed by %s', async (_, by, sentence) => {
    const requestId = await ask();
    await expect(confirm(await by(), requestId)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining(sentence),
    });
    expect((await auditEntries(test.system())).at(-1)).toMatchObject({
      verb: 'approvals.refused',
      detail: { decision: 'confirm-asked' },
    });
    await expect(vote(requestId, await slack('grace'))).rejects.toThrow('not confirmed yet');
  });

  it('is decided by nobody at the command line, confirmed or not', async () => {
    const requestId = await ask();
    await confirm(await slack('tom'), requestId);
    await expect(vote(requestId, await as('grace', 'cli/lena'))).rejects.toThrow('anybody could say that they are you');
  });

  it('may be refused before it is confirmed', async () => {
    const requestId = await ask();
    const refusal = { decision: 'refuse', reason: 'Tom is on holiday.' };
    expect(await vote(requestId, await slack('grace'), refusal)).toMatchObject({ state: 'refused' });
  });

  it('is confirmed once, with a token of one’s own as well', async () => {
    const requestId = await ask();
    await confirm(await as('tom', 'token/0f3a5c1e9b7d2468'), requestId);
    await expect(confirm(await slack('tom'), requestId, false)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('reminds whoever is to confirm, not those who cannot decide yet', async () => {
    const requestId = await ask();
    const { cardId } = await readRequest(test.system(), requestId);
    await cardDue(test.system(), { cardId, kind: 'remind' });
    expect((await readEvents(test.system(), cardId)).at(-1)).toMatchObject({
      kind: 'reminded',
      data: { names: ['Tom Okafor'] },
    });
  });

  it('asked again by another, in a file that only reads otherwise, is agreed to by neither', async () => {
    const { request } = await applyConfig(await slack('tom'), { source: changed, path });
    await withdrawRequest(await slack('tom'), { requestId: request!.requestId });
    const again = (await applyConfig(await slack('lena'), { source: `# again\n${changed}`, path })).request!.requestId;
    await expect(vote(again, await slack('tom'))).rejects.toThrow(`you asked for the same in request ${request!.number}`);
    expect(await vote(again, await slack('grace'))).toMatchObject({ state: 'approved' });
  });

  it('with an account of one’s own needs no confirming', async () => {
    const { request } = await applyConfig(await slack('tom'), { source: changed, path });
    expect((await readRequest(test.system(), request!.requestId)).unconfirmed).toBeUndefined();
    await expect(confirm(await slack('tom'), request!.requestId)).rejects.toThrow('nothing is to be confirmed');
    expect(await vote(request!.requestId, await slack('lena'))).toMatchObject({ state: 'approved' });
  });
});
