import { backfill } from '../backfill.ts';
import { maxBackfillWeeks } from '../../monitor/backfill.ts';
import { flag, printLines, quietLog, readCall, text, wrongCall, type Answer } from '../call.ts';

export const answer: Answer = async (call) => {
  const { values, positionals } = readCall(call, { weeks: text, 'no-wait': flag, as: text });
  const weeks = Number(values.weeks ?? maxBackfillWeeks);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > maxBackfillWeeks)
    throw wrongCall(call.name, `--weeks takes a whole number from 1 to ${maxBackfillWeeks}.`);
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const options = { modelIds: positionals, weeks, as: values.as, noWait: values['no-wait'] ?? false, progress };
  return printLines(await backfill(call.settings(), options, quietLog()));
};
