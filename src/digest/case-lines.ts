import type { Fact } from '../shared/fact.ts';
import { joinLines, type Line } from './line.ts';
import type { Material } from './material.ts';
import type { Say } from './templates.ts';

type Voice = 'executive.details' | 'data-scientist';

/** How many cases wait past their promised day; undefined for none. */
export const silentCases = ({ caseFigures }: Material): Fact | undefined =>
  caseFigures && caseFigures.silent.value > 0 ? caseFigures.silent : undefined;

/** Cases whose promised day passed without the step that was due: those above hear of them in the digest itself. */
export const silentLine = (say: Say, voice: 'executive' | 'data-scientist', { caseFigures }: Material): Line | undefined =>
  caseFigures ? counted(say, `${voice}.cases-silent`, 'silent', caseFigures.silent, 'still-open') : undefined;

/** What became of what experts raised: how much, how it ended, how long it took. */
export function caseLines(say: Say, voice: Voice, { caseFigures }: Material): Line | undefined {
  if (!caseFigures) return undefined;
  const { raised, closed, reopened, confirmedShare, firstAnswer, repair } = caseFigures;
  return joinLines('detail', [
    counted(say, `${voice}.cases-raised`, 'raised', raised),
    counted(say, `${voice}.cases-closed`, 'closed', closed),
    confirmedShare ? say(`${voice}.cases-confirmed`, 'detail', { facts: { confirmedShare } }) : undefined,
    counted(say, `${voice}.cases-reopened`, 'reopened', reopened),
    firstAnswer ? say(`${voice}.cases-first-answer`, 'detail', { facts: { firstAnswer } }) : undefined,
    repair ? say(`${voice}.cases-repair`, 'detail', { facts: { repair } }) : undefined,
  ]);
}

/** A count in the singular or plural; nothing of none. */
function counted(say: Say, name: string, slot: string, fact: Fact, role: Line['role'] = 'detail'): Line | undefined {
  if (fact.value === 0) return undefined;
  return say(`${name}.${fact.value === 1 ? 'one' : 'many'}`, role, { facts: { [slot]: fact } });
}
