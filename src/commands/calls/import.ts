import { isModelsTable } from '../../apply/import-models.ts';
import { apply } from '../apply.ts';
import { flag, printLines, quietLog, readCall, text, wrongCall, type Answer } from '../call.ts';

export const answer: Answer = async (call) => {
  const { values, positionals } = readCall(call, { 'dry-run': flag, as: text });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw wrongCall(call.name, 'Name one table of models.');
  if (!isModelsTable(file)) throw wrongCall(call.name, 'The table’s name ends with .csv.');
  const options = { file, dryRun: values['dry-run'] ?? false, prune: false, table: true, as: values.as };
  process.stderr.write(`Reading ${file.slice(0, 200)} …\n`);
  return printLines(await apply(call.settings(), options, quietLog()));
};
