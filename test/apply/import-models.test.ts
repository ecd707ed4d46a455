import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { applyApproved } from '../../src/apply/apply-approved.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { importModels } from '../../src/apply/import-models.ts';
import { readModelsTable } from '../../src/apply/models-csv.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { onStatement } from '../../src/db/db.ts';
import { listModels } from '../../src/registry/list-models.ts';
import { readModel } from '../../src/registry/read-model.ts';
import type { Role } from '../../src/shared/actor.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8').replace('roles: [expert]', 'roles: [expert, compliance]');
const alone = `organisation: { name: Shop, zone: UTC, industry: retail, goals: [Sell more] }
people: { ann: { name: Ann, roles: [operator] }, ben: { name: Ben } }
teams: { pricing: { name: Pricing } }
`;
const table = `model,title,team,risk,Business Question,company_goal,business,operations,data-science
price-hats,Hats,pricing,low,"What does a hat cost, and
does anybody buy it?",Sell more,ann,ann,ben
price-shoes,,pricing,,,,,,
`;

describe('importing models', () => {
  const test = useDatabase('postgres');
  const as = (id: string, roles: Role[]) => test.ctx({ id, name: id, roles });
  const ann = () => as('ann', ['operator']);
  const put = (source: string, options = {}, ctx = ann()) => importModels(ctx, { source, path: '/tmp/models.csv' }, options);
  const lines = (ones: { text: string }[]) => ones.map((one) => one.text);
  afterEach(() => test.clear());

  it('registers them with what is said, and the same table again changes nothing', async () => {
    await applyConfig(ann(), { source: alone, path });
    expect(lines((await put(table)).changes)).toEqual([
      '+ model price-hats',
      '~ model price-hats: owner (business) ann, owner (operations) ann, owner (data-science) ben',
      '+ model price-shoes',
    ]);
    expect(await readModel(ann(), 'price-hats')).toMatchObject({
      title: 'Hats',
      teamId: 'pricing',
      riskClass: 'low',
      businessQuestion: 'What does a hat cost, and\ndoes anybody buy it?',
      owners: [{ personId: 'ann' }, { personId: 'ben' }, { personId: 'ann' }],
    });
    expect((await readModel(ann(), 'price-shoes')).flags.map((flag) => flag.kind)).toContain('unowned');
    const entries = (await auditEntries(ann())).length;
    expect((await put(table)).changes).toEqual([]);
    expect(await auditEntries(ann())).toHaveLength(entries);
    expect(await verifyAudit(ann())).toMatchObject({ whole: true });
  });

  it('leaves alone what a cell does not say, and says what changes', async () => {
    await applyConfig(ann(), { source: alone, path });
    await put(table);
    const { changes } = await put('model;title;business\nprice-hats;Fine hats;\nprice-shoes;;ben\n');
    expect(lines(changes)).toEqual(['~ model price-hats: title Hats → Fine hats', '~ model price-shoes: owner (business) ben']);
    expect((await readModel(ann(), 'price-hats')).owners).toHaveLength(3);
  });

  it('names every wrong line at once and imports nothing', async () => {
    await applyConfig(ann(), { source: alone, path });
    const wrong = `model,team,risk,business
fine,pricing,low,ann
,pricing,low,ann
two words,pricing,low,ann
late,billing,grave,zoe
fine,pricing
`;
    await expect(put(wrong)).rejects.toThrow(
      /line 3: it names no model\nline 4: model: .*letters[^]*line 5: risk: expected one of[^]*line 6: it has 2 cells, expected 4\nline 6: fine stands on line 2 already/,
    );
    await expect(put('model,team,business\na,billing,zoe\n')).rejects.toThrow(
      'line 2: team: there is no team “billing”\nline 2: business: there is no person “zoe”',
    );
    expect((await listModels(ann())).models).toEqual([]);
    const many = Array.from({ length: 80 }, (_, index) => `m${index},nowhere`).join('\n');
    await expect(put(`model,team\n${many}\n`)).rejects.toThrow('… and 30 more.');
  });

  it('as a dry run writes nothing', async () => {
    await applyConfig(ann(), { source: alone, path });
    expect((await put(table, { dryRun: true })).changes).toHaveLength(3);
    expect((await listModels(ann())).models).toEqual([]);
  });

  it('is no part of leeway.yml: its --prune leaves them, and it alone changes its own', async () => {
    await applyConfig(ann(), { source: alone, path });
    await put(table);
    const { changes } = await applyConfig(ann(), { source: alone, path }, { prune: true });
    expect(changes).toEqual([]);
    expect(await readModel(ann(), 'price-hats')).toMatchObject({ stage: 'production' });
    await applyConfig(ann(), { source: `${alone}models: { price-hats: { title: Hats of the file } }\n`, path });
    await expect(put(table)).rejects.toThrow('line 2: price-hats stands in leeway.yml; change it there');
  });

  it('asks for owners once another person may agree, and names them when they did', async () => {
    await applyConfig(as('tom', ['operator']), { source: demo, path });
    const own = 'model,title,team,business,operations,data-science\ngates,Gates,network-operations,dana,lena,priya\n';
    const tom = () => as('tom', ['engineer', 'operator']);
    const { changes, waiting, request } = await put(own, {}, tom());
    expect(lines(changes)).toEqual(['+ model gates']);
    expect(lines(waiting)).toEqual(['~ model gates: owner (business) dana, owner (operations) lena, owner (data-science) priya']);
    expect((await readModel(tom(), 'gates')).owners).toEqual([]);
    const { requestId } = request!;
    const seen = await readRequest(as('grace', ['compliance']), requestId);
    await castVote(as('grace', ['compliance']), { requestId, decision: 'approve', revision: seen.revision });
    expect(await applyApproved(test.system(), { requestId })).toMatchObject({ done: true });
    expect((await readModel(tom(), 'gates')).owners).toHaveLength(3);
    expect(await put(own, {}, tom())).toMatchObject({ changes: [], waiting: [] });
  });

  it('takes a thousand in a few statements', async () => {
    await applyConfig(ann(), { source: alone, path });
    const many = Array.from({ length: 1_000 }, (_, index) => `m-${index},Model ${index},pricing,ann,ben,ann`).join('\n');
    const source = `model,title,team,business,operations,data-science\n${many}\n`;
    expect((await put(source)).changes).toHaveLength(2_000);
    expect((await put(source)).changes).toEqual([]);
    expect((await listModels(ann(), { limit: 50 })).models).toHaveLength(50);
    expect(await verifyAudit(ann())).toMatchObject({ whole: true });
  });

  it('takes as many statements for a thousand models as for ten, the first time and again', async () => {
    await applyConfig(ann(), { source: alone, path });
    const counted: number[][] = [];
    for (const [prefix, models] of [
      ['few', 10],
      ['many', 1_000],
    ] as const) {
      const rows = Array.from({ length: models }, (_, index) => `${prefix}-${index},Model ${index},pricing,ann,ben,ann`);
      const source = `model,title,team,business,operations,data-science\n${rows.join('\n')}\n`;
      const statements: number[] = [];
      for (const text of [source, source, source.replaceAll(',Model ', ',Better ')]) {
        let count = 0;
        const stop = onStatement(() => count++);
        await put(text);
        stop();
        statements.push(count);
      }
      counted.push(statements);
    }
    expect(counted[1]).toEqual(counted[0]);
  });
});

describe('a table of models', () => {
  it.each([
    ['', 'There is nothing in it.'],
    ['title\nHats\n', 'The first line names no column “model”.'],
    ['model,colour\na,red\n', 'The first line names “colour”, which is not known here.'],
    ['model,model\na,b\n', 'The first line names “model” twice.'],
    ['model\n', 'There is no model under the line of column names.'],
    ['model,title\na,"open\n', 'A quote that opens on line 2 is never closed.'],
  ])('%j: %s', (text, message) => {
    expect(() => readModelsTable(text)).toThrow(message);
  });

  it('is read with a byte-order mark, semicolons, Windows’ line ends and doubled quotes', () => {
    const { models, wrong } = readModelsTable('\uFEFFModel;Title\r\na;"The ""big"" one; really"\r\n\r\nb;\r\n');
    expect(wrong).toEqual([]);
    expect(models).toEqual([
      { line: 2, id: 'a', said: { title: 'The "big" one; really' }, owners: {} },
      { line: 4, id: 'b', said: {}, owners: {} },
    ]);
  });
});
