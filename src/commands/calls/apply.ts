import { apply } from '../apply.ts';
import { flag, printLines, quietLog, readOptions, text, type Answer } from '../call.ts';

export const answer: Answer = async (call) => {
  const values = readOptions(call, { file: { ...text, short: 'f' }, 'dry-run': flag, prune: flag, as: text });
  const settings = call.settings();
  const options = {
    file: values.file ?? settings.configFile,
    dryRun: values['dry-run'] ?? false,
    prune: values.prune ?? false,
    as: values.as,
  };
  return printLines(await apply(settings, options, quietLog()));
};
