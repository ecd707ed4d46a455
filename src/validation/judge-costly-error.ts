import type { Comparison } from '../engines/engine.ts';
import type { Fact } from '../shared/fact.ts';
import { both, countsOf, notRun, type Finding, type Judged } from './judged.ts';

/** Nearer than this, two shares of right calls are said to be alike. */
const alike = 0.01;

export function judgeCostlyError(judged: Judged): Finding {
  const { figures, spec, against, alone, counts } = judged;
  const costly = spec.costly!;
  const { own, serving } = countsOf(judged);
  if (!serving) return notRun(alone ?? '');
  if (counts.costlyActual === 0) return notRun(`There were no ${costly.phrase} on these days.`);
  const columns = both(spec);
  const method = `called ÷ ${costly.phrase}; called: ${costly.called}`;
  const value = own.calledRight / counts.costlyActual;
  const measure = { measure: 'costly-called-share', about: costly.phrase, value, unit: 'share', columns, method } as const;
  const called = figures.pair(measure, serving.calledRight / counts.costlyActual);
  const tolerance = figures.state({
    measure: 'tolerance',
    about: 'costly-called-share',
    value: costly.tolerance,
    unit: 'share',
    columns: [],
    method: 'costly.tolerance',
  });
  const right = stateRight(judged, own, serving);
  const fallen = called.serving.value - value;
  const failed = fallen > costly.tolerance;
  const said = `Of ${costly.means ?? costly.phrase} it called {called:hundred} beforehand (version ${against}: {serving:hundred}).${right.text}`;
  const gist = (side: 'better' | 'worse') => `calling ${side === 'better' ? 'more' : 'fewer'} ${costly.phrase} beforehand`;
  const short = `Of ${costly.phrase} it called {called:hundred} beforehand (version ${against}: {serving:hundred}).`;
  const line = (side: 'better' | 'worse') => ({ line: { side, weight: 90, text: said, short, gist: gist(side) } });
  return {
    state: failed ? 'failed' : 'passed',
    reason: `${said} {tolerance:hundred} fewer is allowed.`,
    slots: { called: called.own, serving: called.serving, tolerance, ...right.slots },
    evidence: {
      rule: `a called share smaller than the serving version's by at most ${costly.tolerance}`,
      method,
      ...(failed ? line('worse') : fallen < -costly.tolerance ? line('better') : {}),
    },
  };
}

/** Of what a version called, the share that was so: fewer calls may be better ones. */
function stateRight({ figures, spec }: Judged, own: Called, serving: Called): { text: string; slots: Record<string, Fact> } {
  if (own.called === 0) return { text: ' It never calls one.', slots: {} };
  if (serving.called === 0) return { text: '', slots: {} };
  const value = own.calledRight / own.called;
  const stated = {
    measure: 'costly-right-share',
    about: spec.costly!.phrase,
    value,
    unit: 'share',
    columns: both(spec),
  } as const;
  const right = figures.pair({ ...stated, method: 'called and so ÷ called' }, serving.calledRight / serving.called);
  const more = value - right.serving.value;
  const often = Math.abs(more) < alike ? 'about as often' : more > 0 ? 'more often' : 'less often';
  return {
    text: ` When it does call one, it is right ${often} ({right:hundred} against {servingRight:hundred}).`,
    slots: { right: right.own, servingRight: right.serving },
  };
}

type Called = Pick<Comparison['versions'][string], 'called' | 'calledRight'>;
