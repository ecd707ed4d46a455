import type { Gap } from '../../monitor/read-gaps.ts';
import { flag, printLines, quietLog, readOptions, text, wrongCall, type Answer } from '../call.ts';
import { evidence } from '../evidence.ts';

const classes = ['high', 'medium', 'low', 'none'] as const;

export const answer: Answer = async (call) => {
  const values = readOptions(call, {
    risk: flag,
    class: text,
    unit: text,
    open: flag,
    unowned: flag,
    unmonitored: flag,
    'no-kpi': flag,
    'no-run': flag,
    as: text,
  });
  const { risk, class: named, unit, open, as } = values;
  const gaps = (['unowned', 'unmonitored', 'no-kpi', 'no-run'] as const satisfies Gap[]).filter((gap) => values[gap]);
  const ofRisk = named !== undefined || unit !== undefined || open !== undefined;
  if (risk ? gaps.length > 0 : gaps.length === 0 || ofRisk)
    throw wrongCall(call.name, 'Say what of the models: --risk, or --unowned, --unmonitored, --no-kpi or --no-run.');
  if (!risk) return printLines((await evidence(call.settings(), { wish: { verb: 'gaps', gaps }, as }, quietLog())).lines);
  const riskClass = classes.find((one) => one === named);
  if (named !== riskClass) throw wrongCall(call.name, '--class takes high, medium, low or none.');
  const wish = { verb: 'risk', riskClass, businessUnit: unit, onlyOpen: open ?? false } as const;
  return printLines((await evidence(call.settings(), { wish, as }, quietLog())).lines);
};
