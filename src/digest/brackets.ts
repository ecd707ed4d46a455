import type { Fact } from '../shared/fact.ts';
import type { Line, LineRole } from './line.ts';
import type { FocusMaterial } from './material.ts';
import type { Say } from './templates.ts';

interface Compared {
  before?: Fact | undefined;
  reference?: Fact | undefined;
  target?: Fact | undefined;
}

/** What an executive's figure is compared with, as far as it is known: ` (… the week before; … in January; target …)`, or nothing. */
export function executiveBrackets(say: Say, role: LineRole, focus: FocusMaterial, facts: Compared, learned = false): Line {
  const words = { referenceLabel: focus.referenceLabel };
  const parts = [
    facts.before && say('executive.brackets.before', role, { facts: { before: facts.before } }),
    facts.reference && say(`executive.brackets.${learned ? 'learned' : 'reference'}`, role, { facts: { reference: facts.reference }, words }),
    facts.target && say('executive.brackets.target', role, { facts: { target: facts.target } }),
  ].filter((one) => one !== undefined);
  if (parts.length === 0) return { role, text: '', facts: [] };
  return { role, text: ` (${parts.map((one) => one.text).join('; ')})`, facts: parts.flatMap((one) => one.facts) };
}
