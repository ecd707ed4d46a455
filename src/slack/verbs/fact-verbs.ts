import { factsBehind } from '../../ask/where-from.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayInstant } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';

export const factVerbs: Pick<SlackVerbs, 'facts'> = {
  async facts(ctx, { subject, page, pageSize }) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const { title, rows } = await factsBehind(ctx, subject);
    return {
      subject,
      title,
      total: rows.length,
      page,
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
