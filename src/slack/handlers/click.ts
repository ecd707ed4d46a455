import { LeewayError } from '../../shared/errors.ts';
import type { CarriedBack } from '../arrivals.ts';
import type { Subject } from '../verbs.ts';

/** The control that was used: its id without and with the suffix, its value, the option chosen. */
export interface Click {
  id: string;
  suffix: string;
  value: string | undefined;
  option: string | undefined;
  /** When, as Slack writes its instants. */
  at?: string | undefined;
}

/** A button of ours always carries something; one that does not was forged or is older than this version. */
export function needed<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new LeewayError('invalid', 'This button does not say what it is about any more.', {
    hint: 'Ask again with /leeway status.',
  });
}

export function subjectOf(carried: CarriedBack): Subject {
  if (carried.kind === 'edition' || carried.kind === 'answer') return { kind: carried.kind, id: carried.id };
  throw new LeewayError('invalid', 'This button belongs to neither a digest nor an answer.');
}
