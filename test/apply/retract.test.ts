import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyApproved } from '../../src/apply/apply-approved.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { readEvents } from '../../src/cards/read-card.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8').replace('roles: [expert]', 'roles: [expert, compliance]');
const owner = demo.replace('business: dana', 'business: marcus');
const graceless = demo.replace(/ {2}grace:\n(.*\n){4}/, '');

describe('a change that waits and is wanted no more', () => {
  const test = useDatabase('postgres');
  const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['engineer', 'operator'] });
  const grace = () => test.ctx({ id: 'grace', name: 'Grace', roles: ['compliance', 'operator'] });
  const apply = (source: string, options = {}, ctx: Ctx = tom()) => applyConfig(ctx, { source, path }, options);
  const ask = async (source = owner, options = {}) => (await apply(source, options)).request!.requestId;
  const stateOf = async (requestId: string) => (await readRequest(test.system(), requestId)).state;
  beforeEach(async () => void (await apply(demo)));
  afterEach(() => test.clear());

  it('is withdrawn by itself when somebody applies the file as it was, and the thread says so', async () => {
    const requestId = await ask();
    await apply(demo, {}, grace());
    const outcome = 'Grace applied the file without this change: nothing is left to decide.';
    const view = await readRequest(test.system(), requestId);
    expect(view).toMatchObject({ state: 'withdrawn', outcome });
    expect((await readEvents(test.system(), view.cardId)).at(-1)).toMatchObject({ kind: 'withdrawn', data: { outcome } });
    expect((await auditEntries(test.system())).at(-1)).toMatchObject({
      verb: 'approvals.withdrawn',
      actor: { id: 'grace' },
      detail: { after: { state: 'withdrawn' } },
    });
    const again = await ask();
    expect(again).not.toBe(requestId);
    expect(await stateOf(again)).toBe('open');
  });

  it.each([
    ['a dry run', demo, { dryRun: true }, tom],
    ['Leeway itself', demo, {}, () => test.system()],
  ])('stays where the file is applied by %s', async (_, source, options, by) => {
    const requestId = await ask();
    await apply(source, options, by());
    expect(await stateOf(requestId)).toBe('open');
  });

  it('stays where the file still lacks what it would remove', async () => {
    const requestId = await ask(graceless, { prune: true });
    await apply(graceless);
    expect(await stateOf(requestId)).toBe('open');
    await apply(demo);
    expect(await stateOf(requestId)).toBe('withdrawn');
  });

  it('stays where the file says something else besides', async () => {
    const requestId = await ask();
    await apply(demo.replace('endUser: gate planners', 'endUser: crews'));
    expect(await stateOf(requestId)).toBe('open');
  });

  it('stays approved once it was agreed to', async () => {
    const requestId = await ask();
    const { revision } = await readRequest(grace(), requestId);
    await castVote(grace(), { requestId, decision: 'approve', revision });
    await apply(demo);
    expect(await stateOf(requestId)).toBe('approved');
    expect(await applyApproved(test.system(), { requestId })).toMatchObject({ done: true });
  });
});
