import { printLines, readCall, text, wrongCall, type Answer } from '../call.ts';
import { listTemplates, showTemplate } from '../templates.ts';

export const answer: Answer = (call) => {
  const { values, positionals } = readCall(call, { file: { ...text, short: 'f' } });
  const [wanted, ...others] = positionals;
  if (call.name === 'template show' ? wanted === undefined || others.length > 0 : wanted !== undefined)
    throw wrongCall(call.name, call.name === 'template show' ? 'Name one template.' : 'It lists them all.');
  const file = values.file ?? call.settings().configFile;
  return printLines(wanted === undefined ? listTemplates(file) : showTemplate(file, wanted));
};
