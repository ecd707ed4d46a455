import { backup } from '../backup.ts';
import { flag, printLines, readCall, wrongCall, type Answer } from '../call.ts';
import { restore } from '../restore.ts';

export const answer: Answer = async (call) => {
  const isBackup = call.name === 'backup';
  const { values, positionals } = readCall(call, { force: flag, 'accept-broken-audit': flag });
  const [file, ...others] = positionals;
  if (!file || others.length > 0) throw wrongCall(call.name, 'Name one file.');
  if (isBackup && values['accept-broken-audit']) throw wrongCall(call.name, 'It takes no --accept-broken-audit.');
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const { force = false, 'accept-broken-audit': acceptBrokenAudit = false } = values;
  const done = isBackup
    ? await backup(call.settings(), { file, force }, progress)
    : await restore(call.settings(), { file, force, acceptBrokenAudit }, progress);
  return printLines(done);
};
