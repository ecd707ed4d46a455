import { flag, printLines, quietLog, readOptions, text, wrongCall, type Answer } from '../call.ts';
import { evidence } from '../evidence.ts';

const classes = ['high', 'medium', 'low', 'none'] as const;

export const answer: Answer = async (call) => {
  const { risk, class: named, unit, open, as } = readOptions(call, { risk: flag, class: text, unit: text, open: flag, as: text });
  if (!risk) throw wrongCall(call.name, 'Say what of the models: --risk.');
  const riskClass = classes.find((one) => one === named);
  if (named !== riskClass) throw wrongCall(call.name, '--class takes high, medium, low or none.');
  const wish = { verb: 'risk', riskClass, businessUnit: unit, onlyOpen: open ?? false } as const;
  return printLines((await evidence(call.settings(), { wish, as }, quietLog())).lines);
};
