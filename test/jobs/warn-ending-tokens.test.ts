import { expect, it } from 'vitest';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { person, personRole } from '../../src/db/schema/people.ts';
import { warnEndingTokens } from '../../src/jobs/warn-ending-tokens.ts';
import { authenticate, createToken, revokeToken } from '../../src/people/tokens.ts';
import { useDatabase } from '../support/database.ts';

const bench = useDatabase();
const made = new Date('2026-01-01T00:00:00Z');
const after = (days: number) => new Date(made.getTime() + days * 86_400_000);

it('says of a token that ends soon when it does, to whom it concerns, two weeks and three days before', async () => {
  const { db } = bench.database;
  for (const [id, name] of [
    ['olga', 'Olga'],
    ['dana', 'Dana'],
  ] as const)
    await db.insert(person).values({ id, name, zone: 'UTC', slackTeamId: 'T1', slackUserId: `U${id}` });
  await db.insert(personRole).values({ personId: 'olga', role: 'operator' });
  const ci = await createToken(bench.ctx(), { name: 'ci', for: 'service', scopes: ['registry.read'], days: 30 }, made);
  await createToken(bench.ctx(), { name: 'laptop', for: 'self', scopes: ['registry.read'], days: 30 }, made);
  const gone = await createToken(bench.ctx(), { name: 'gone', for: 'service', scopes: ['registry.read'], days: 30 }, made);
  await revokeToken(bench.ctx(), { id: gone.id });
  await authenticate({ db }, ci.token, after(5));
  const look = (days: number) => warnEndingTokens(bench.system(), after(days));
  expect([await look(10), await look(16.5), await look(17), await look(27.5), await look(28), await look(31)]).toEqual([
    0, 2, 0, 2, 0, 0,
  ]);
  const said = await db.select({ to: outboxMessage.destination, data: outboxMessage.data }).from(outboxMessage);
  expect(said.slice(0, 2).toSorted((a, b) => (a.to < b.to ? -1 : 1))).toEqual([
    {
      to: 'person:dana',
      data: {
        text: expect.stringMatching(
          /^Your token “laptop” \(\w+\) ends on 31 January 2026\. It was never used\. If it is still needed, \/leeway token in Slack makes a new one; put that in its place before then\.$/,
        ),
      },
    },
    {
      to: 'person:olga',
      data: { text: expect.stringContaining('The token “ci” of a program') },
    },
  ]);
  expect((said.find((one) => one.to === 'person:olga')!.data as { text: string }).text).toContain(
    'It was last used on 6 January 2026.',
  );
});
