import { printLines, quietLog, readCall, readOptions, text, wrongCall, type Answer, type Call } from '../call.ts';
import { evidence } from '../evidence.ts';
import { writePack } from '../write-pack.ts';

export const answer: Answer = (call) => {
  if (call.name === 'audit export') return exportPack(call);
  return call.name === 'audit duties' ? duties(call) : aboutOne(call);
};

async function exportPack(call: Call): Promise<number> {
  const { model: modelId, from, to, out, as } = readOptions(call, { model: text, from: text, to: text, out: text, as: text });
  if (!modelId || !from || !to) throw wrongCall(call.name, 'Say which model and days: --model, --from and --to.');
  const pack = await evidence(call.settings(), { wish: { verb: 'export', modelId, from, to }, as }, quietLog());
  return printLines(writePack(out ?? `evidence-${modelId}-${from}-${to}`, pack));
}

async function duties(call: Call): Promise<number> {
  const { model: modelId, from, to, as } = readOptions(call, { model: text, from: text, to: text, as: text });
  if (!from || !to) throw wrongCall(call.name, 'Say which days: --from and --to.');
  return printLines((await evidence(call.settings(), { wish: { verb: 'duties', modelId, from, to }, as }, quietLog())).lines);
}

async function aboutOne(call: Call): Promise<number> {
  const { values, positionals } = readCall(call, { format: text, as: text });
  const [about, ...others] = positionals;
  const { format = 'md', as } = values;
  const isRecord = call.name === 'record';
  if (!about || others.length > 0) throw wrongCall(call.name, `Name one ${isRecord ? 'model' : 'person'}.`);
  if (format !== 'md' && format !== 'html') throw wrongCall(call.name, 'A record is printed as md or html.');
  const wish = isRecord ? ({ verb: 'record', modelId: about, format } as const) : ({ verb: 'erase', personId: about } as const);
  return printLines((await evidence(call.settings(), { wish, as }, quietLog())).lines);
}
