import type { Fact } from '../shared/fact.ts';
import { both, countsOf, type Finding, type Judged } from './judged.ts';

/** From here on, a share of the typical miss, a lean is worth a line beside the serving version's. */
const notableLean = 0.1;

export function judgeBias(judged: Judged): Finding {
  const { figures, spec, against } = judged;
  const { n, own, serving } = countsOf(judged);
  const { unit, phrase } = spec.outcome;
  const columns = both(spec);
  const stated = { measure: 'bias', value: own.sumError / n, unit, columns, method: 'mean of outcome − prediction' } as const;
  const pair = serving ? figures.pair(stated, serving.sumError / n) : undefined;
  const bias = pair?.own ?? figures.state(stated);
  const mae = own.sumAbsError / n;
  const method = `${spec.gains.bias} × its typical miss`;
  const limit = figures.state({ measure: 'tolerance', about: 'bias', value: spec.gains.bias * mae, unit, columns, method });
  const passed = Math.abs(bias.value) <= limit.value;
  const direction = (fact: Fact) => (fact.value >= 0 ? 'more' : 'less');
  const other = pair ? ` (version ${against}: {serving:abs} ${direction(pair.serving)})` : '';
  const said = `On average the ${phrase} was {bias:abs} ${direction(bias)} than it said${other}.`;
  const grown = pair ? Math.abs(bias.value) - Math.abs(pair.serving.value) : 0;
  const gists = { better: 'leaning less to one side', worse: `leaning ${grown > 0 ? 'further' : 'far'} to one side` };
  const beside = (fact: Fact) => (fact.value >= 0 ? 'above' : 'below');
  const before = pair ? ` (version ${against}: {serving:abs} ${beside(pair.serving)})` : '';
  const short = `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)} {bias:abs} ${beside(bias)} forecast on average${before}.`;
  const line = (side: 'better' | 'worse') => ({ line: { side, weight: 60, text: said, short, gist: gists[side] } });
  return {
    state: passed ? 'passed' : 'failed',
    reason: `${said} Up to {limit} is allowed.`,
    slots: { bias, limit, ...(pair ? { serving: pair.serving } : {}) },
    evidence: {
      rule: `off to one side by at most ${method}`,
      method: 'mean of outcome − prediction',
      ...(!passed || grown > notableLean * mae ? line('worse') : grown < -notableLean * mae ? line('better') : {}),
    },
  };
}
