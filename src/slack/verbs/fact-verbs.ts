import { factsBehind } from '../../ask/where-from.ts';
import type { Ctx } from '../../db/ctx.ts';
import { faultWords } from '../../digest/phrasing/judge-sentence.ts';
import { readFaults } from '../../digest/phrasing/read-faults.ts';
import { readExchanges } from '../../llm/read-exchanges.ts';
import { readPersons } from '../../people/read-persons.ts';
import { may } from '../../shared/access.ts';
import { sayInstant } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';

export const factVerbs: Pick<SlackVerbs, 'facts'> = {
  async facts(ctx, { subject, page, pageSize }) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const { title, rows, worded } = await factsBehind(ctx, subject);
    return {
      subject,
      title,
      total: rows.length,
      page,
      worded,
      // Word for word only for those who answer for it: a question holds what somebody wrote.
      exchanges: page === 0 && may(ctx.actor, 'audit.read') ? await exchangesOf(ctx, subject) : [],
      facts: rows
        .slice(page * pageSize, (page + 1) * pageSize)
        .map(({ comparison, source, window, rows: counted, method, computedAt, ...row }) => ({
          ...row,
          ...(comparison ? { comparison } : {}),
          source: [source, window, counted === null ? '' : `${counted.toLocaleString('en-US')} rows`, method]
            .filter(Boolean)
            .join(', '),
          computed: sayInstant(computedAt, zone),
        })),
    };
  },
};

const verdicts = {
  used: 'used',
  partly: 'used in part',
  discarded: 'thrown away',
  failed: 'no answer',
  'not-asked': 'not asked',
} as const;

async function exchangesOf(ctx: Ctx, { kind, id }: { kind: string; id: string }) {
  const rows = await readExchanges(ctx, { subject: `${kind}:${id}` });
  return rows.map(({ model, verdict, reason, sent, received, detail }) => ({
    model,
    verdict: verdicts[verdict],
    reason: reason ?? '',
    thrownAway: readFaults(detail).map(({ said, fault }) => ({ said, why: faultWords[fault] })),
    sent: dataOf(sent ?? ''),
    received: received ?? '',
  }));
}

/** What it was asked about; what it is told to do is the same each time. */
function dataOf(sent: string): string {
  const at = sent.indexOf('"user":');
  return at < 0 ? sent : sent.slice(at + '"user":'.length, -1);
}
