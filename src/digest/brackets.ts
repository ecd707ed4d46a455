import type { Fact } from '../shared/fact.ts';
import type { Line } from './line.ts';
import type { FocusMaterial } from './material.ts';
import { sayReferenceTime } from './shared-rules.ts';
import type { Say } from './templates.ts';

type Compared = Partial<Record<'before' | 'reference' | 'learned' | 'target', Fact | undefined>>;

/** What an executive's figure is compared with, as far as it is known: ` (80.9 % the week before; target 80 %)`, or nothing. */
export function bracketsOf(say: Say, role: 'kpi' | 'error', focus: FocusMaterial, { learned, ...facts }: Compared): Line {
  const words = { referenceTime: sayReferenceTime(focus.referenceLabel) };
  const filling = { facts: { ...facts, reference: learned ?? facts.reference }, words };
  const parts = [
    facts.before && say(`executive.brackets.${role}.before`, role, filling),
    filling.facts.reference && say(`executive.brackets.${role}.${learned ? 'learned' : 'reference'}`, role, filling),
    facts.target && say(`executive.brackets.${role}.target`, role, filling),
  ].filter((one) => one !== undefined);
  if (parts.length === 0) return { role, text: '', facts: [] };
  return { role, text: ` (${parts.map((one) => one.text).join('; ')})`, facts: parts.flatMap((one) => one.facts) };
}
