import { judgeBias } from './judge-bias.ts';
import { judgeCostlyError } from './judge-costly-error.ts';
import { judgeConstant, judgeLargeMisses, judgeTypicalMiss } from './judge-misses.ts';
import type { Finding, Judged } from './judged.ts';
import type { GateName } from './schemas.ts';

export type ComparedGate = Exclude<GateName, 'data' | 'tests'>;

/** How each check by comparison is decided. Pure but for the facts that it states into `figures`. */
export const judges: Record<ComparedGate, (judged: Judged) => Finding> = {
  'typical-miss': judgeTypicalMiss,
  constant: judgeConstant,
  bias: judgeBias,
  'large-misses': judgeLargeMisses,
  'costly-error': judgeCostlyError,
};
