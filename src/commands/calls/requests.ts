import { flag, printLines, quietLog, readCall, text, wrongCall, type Answer } from '../call.ts';
import { evidence } from '../evidence.ts';
import type { EvidenceWish } from '../../http/deps.ts';

export const answer: Answer = async (call) => {
  const { values, positionals } = readCall(call, { all: flag, as: text });
  const [number, ...others] = positionals;
  const ask = async (wish: EvidenceWish) =>
    printLines((await evidence(call.settings(), { wish, as: values.as }, quietLog())).lines);
  if (call.name === 'requests show') {
    if (!/^[1-9]\d{0,8}$/.test(number ?? '') || others.length > 0) throw wrongCall(call.name, 'Name one request, by its number.');
    return ask({ verb: 'request', number: Number(number) });
  }
  if (number !== undefined) throw wrongCall(call.name, `It does not take “${number.slice(0, 60)}”.`);
  return ask({ verb: 'requests', all: values.all ?? false });
};
