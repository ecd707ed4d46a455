import type { Asking, Draft } from './asking.ts';
import { nextLook } from '../monitor/put-monitor.ts';
import { plannedStage } from '../registry/rules.ts';
import { may } from '../shared/access.ts';
import { sayMoment } from '../shared/period.ts';
import { frame } from './frame.ts';
import type { AskedPeriod } from './query.ts';
import { buttonsOf, kept, matterLines, ownersLine, weeksLine, wordsFor } from './sentences.ts';
import { sayAt } from './say-query.ts';
import { pausedLines, standingLines } from './standing.ts';
import type { Subject } from './subject.ts';

/** Nothing was looked at in the period: why, and which weeks there are. */
export function unchecked(asking: Asking, subject: Subject, period: AskedPeriod | undefined): Draft {
  const { tell } = asking;
  const { row } = subject;
  const words = {
    ...wordsFor(asking, subject),
    when: period ? sayAt(period) : 'in any week',
    reason: row.attempt?.reason ?? '',
    first: subject.spec ? sayMoment(nextLook(subject.spec, asking.ctx.now), asking.zone) : '',
    id: row.id,
  };
  const name =
    row.stage === plannedStage ? 'planned' : !subject.spec ? 'unwatched' : period ? 'none' : row.attempt ? 'failed' : 'never';
  const week = row.attempt
    ? { ...words, week: wordsFor(asking, { ...subject, period: { grain: 'week', ...row.attempt } })['week']! }
    : words;
  return {
    ...frame(subject),
    headline: tell(`status.${name}`, 'headline', { words: week }),
    lines: kept([
      ...pausedLines(asking, row),
      row.attempt?.reason ? tell('reason', 'data', { words }) : undefined,
      name === 'never' ? undefined : weeksLine(asking, subject),
      name === 'never' && may(asking.ctx.actor, 'monitor.run', 'own') ? tell('backfill', 'detail', { words }) : undefined,
      ...matterLines(asking, row.matters, row.title),
      ...standingLines(asking, subject),
      ownersLine(asking, subject),
    ]),
    matters: buttonsOf(row.matters),
    offers: name === 'never' ? [`who owns ${row.id}?`] : [`how is ${row.id} doing?`, `who owns ${row.id}?`],
  };
}
