import { factsBehind } from '../../ask/where-from.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayInstant } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';

export const factVerbs: Pick<SlackVerbs, 'facts'> = {
  async facts(ctx, { subject, page, pageSize }) {
    const zone = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
    const { title, rows, total } = await factsBehind(ctx, { ...subject, page, pageSize });
    return {
      subject,
      title,
      total,
      page,
      facts: rows.map((row) => ({ ...row, computed: sayInstant(row.computedAt, zone) })),
    };
  },
};
