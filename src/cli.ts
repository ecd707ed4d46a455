#!/usr/bin/env node
// Starts quickly: what a command needs is loaded when it is called.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { commandNames, helpText, unknownCommand } from './commands/help.ts';
import { readConfig } from './config.ts';
import type { EvidenceWish } from './http/deps.ts';
import { quickenDrizzle } from './db/quick-drizzle.ts';
import { isLeewayError, messageOf } from './shared/errors.ts';

/** Of sysexits.h. */
const exits = { ok: 0, failed: 1, usage: 64, config: 78 } as const;
const stopTimeoutMs = 20_000;

// The sources are stripped of their types and compiled once, not at each start; where nothing can be written it does nothing.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/leeway', import.meta.url)));
quickenDrizzle();

const say = (text: string) => process.stdout.write(`${text}\n`);
/** A wrong call, answered in one line. */
class UsageError extends Error {}

process.exitCode = await run(process.argv.slice(2));

async function run(argv: string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    process.stderr.write(`leeway: ${sayError(error)}\n`);
    if (error instanceof UsageError) return exits.usage;
    return isLeewayError(error, 'config') ? exits.config : exits.failed;
  }
}

function sayError(error: unknown): string {
  const message = messageOf(error);
  if (!isLeewayError(error) || !error.hint) return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${error.hint}`;
}

async function dispatch(argv: string[]): Promise<number> {
  const [first = 'help', second = ''] = argv;
  if (first === '--version' || first === '-v') return print(version());
  if (first === '--help' || first === '-h') return print(helpText());
  const name = [`${first} ${second}`, first].find((one) => commandNames.includes(one));
  if (!name)
    throw new UsageError(
      unknownCommand(['audit', 'outbox', 'token', 'template', 'requests'].includes(first) ? `${first} ${second}`.trim() : first),
    );
  const rest = argv.slice(name.split(' ').length);
  if (name === 'help') return help(rest.join(' '));
  if (rest.includes('--help') || rest.includes('-h')) return print(helpText(name));
  if (name === 'apply') return apply(rest);
  if (name.startsWith('outbox ')) return outbox(name, rest);
  if (name.startsWith('token ')) return token(name, rest);
  if (name === 'audit export') return exportPack(rest);
  if (name === 'audit duties') return duties(rest);
  if (name === 'record' || name === 'erase') return evidenceOf(name, rest);
  if (name.startsWith('template ')) return template(name, rest);
  if (name === 'models' || name.startsWith('requests ')) return look(name, rest);
  readOptions(name, rest, {});
  if (name === 'serve' || name === 'demo') return serve(name === 'demo');
  if (name === 'migrate') return print(await (await import('./commands/migrate.ts')).migrate(readConfig()));
  if (name === 'schema') {
    return print(JSON.stringify((await import('./apply/schema.ts')).leewayJsonSchema(), null, 2));
  }
  const { whole, line } = await (await import('./commands/verify-audit.ts')).verifyAuditOf(readConfig());
  say(line);
  return whole ? exits.ok : exits.failed;
}

function print(text: string): number {
  say(text);
  return exits.ok;
}

function help(about: string): number {
  if (about && !commandNames.includes(about)) throw new UsageError(unknownCommand(about));
  return print(helpText(about || undefined));
}

async function apply(argv: string[]): Promise<number> {
  const values = readOptions('apply', argv, {
    file: { type: 'string', short: 'f' },
    'dry-run': { type: 'boolean' },
    prune: { type: 'boolean' },
    as: { type: 'string' },
  });
  const config = readConfig();
  const { createLog } = await import('./shared/log.ts');
  const options = {
    file: values.file ?? config.configFile,
    dryRun: values['dry-run'] ?? false,
    prune: values.prune ?? false,
    as: values.as,
  };
  // The lines that a person reads are the answer; of the log only what went wrong matters here.
  const lines = await (await import('./commands/apply.ts')).apply(config, options, createLog('warn'));
  return print(lines.join('\n'));
}

async function outbox(name: string, argv: string[]): Promise<number> {
  const options = { as: { type: 'string' }, reason: { type: 'string' } } as const;
  const { values, positionals } = readCall(name, argv, options, true);
  const [id, ...others] = positionals;
  const verb = name === 'outbox resend' ? 'resend' : name === 'outbox drop' ? 'drop' : 'list';
  const wrong = (what: string) => new UsageError(`${what} See “leeway help ${name}”.`);
  if (verb === 'list' ? id !== undefined : id === undefined || others.length > 0)
    throw wrong(verb === 'list' ? 'It lists them all.' : 'Name one message, by its id.');
  if ((verb === 'drop') !== (values.reason !== undefined))
    throw wrong(verb === 'drop' ? 'Say why it is dropped, with --reason.' : 'It takes no --reason.');
  const { createLog } = await import('./shared/log.ts');
  const { outbox: ask } = await import('./commands/outbox.ts');
  const lines = await ask(readConfig(), { verb, id, reason: values.reason, as: values.as }, createLog('warn'));
  return print(lines.join('\n'));
}

async function token(name: string, argv: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { name: text, scope: { type: 'string', multiple: true }, days: text, as: text } as const;
  const { values, positionals } = readCall(name, argv, options, true);
  const verb = name === 'token create' ? 'create' : name === 'token revoke' ? 'revoke' : 'list';
  const wrong = (what: string) => new UsageError(`${what} See “leeway help ${name}”.`);
  const [id, ...others] = positionals;
  if (verb === 'revoke' ? id === undefined || others.length > 0 : id !== undefined)
    throw wrong(verb === 'revoke' ? 'Name one token, by its id.' : `It does not take “${id?.slice(0, 60)}”.`);
  if (verb === 'create' ? !values.name || !values.scope : (values.name ?? values.scope ?? values.days) !== undefined)
    throw wrong(verb === 'create' ? 'Say what it is for and what it may do: --name and --scope.' : 'It takes only --as.');
  if (values.days !== undefined && !/^\d{1,3}$/.test(values.days)) throw wrong('--days takes a number of days.');
  const { createLog } = await import('./shared/log.ts');
  const { token: ask } = await import('./commands/token.ts');
  const days = values.days === undefined ? undefined : Number(values.days);
  const wish = { verb, id, name: values.name, scopes: values.scope, days, as: values.as } as const;
  const { lines, notes } = await ask(readConfig(), wish, createLog('warn'));
  // What a person reads stands beside, so that a script can keep the token alone.
  for (const note of notes) process.stderr.write(`${note}\n`);
  return lines.length > 0 ? print(lines.join('\n')) : exits.ok;
}

async function exportPack(argv: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = readCall('audit export', argv, { model: text, from: text, to: text, out: text, as: text }, false);
  const { model: modelId, from, to } = values;
  if (!modelId || !from || !to)
    throw new UsageError('Say which model and days: --model, --from and --to. See “leeway help audit export”.');
  const { createLog } = await import('./shared/log.ts');
  const { evidence, writePack } = await import('./commands/evidence.ts');
  const folder = values.out ?? `evidence-${modelId}-${from}-${to}`;
  const pack = await evidence(readConfig(), { wish: { verb: 'export', modelId, from, to }, as: values.as }, createLog('warn'));
  return print(writePack(folder, pack).join('\n'));
}

async function duties(argv: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = readCall('audit duties', argv, { model: text, from: text, to: text, as: text }, false);
  const { model: modelId, from, to } = values;
  if (!from || !to) throw new UsageError('Say which days: --from and --to. See “leeway help audit duties”.');
  const { createLog } = await import('./shared/log.ts');
  const { evidence } = await import('./commands/evidence.ts');
  const answer = await evidence(readConfig(), { wish: { verb: 'duties', modelId, from, to }, as: values.as }, createLog('warn'));
  return print(answer.lines.join('\n'));
}

async function evidenceOf(name: 'record' | 'erase', argv: string[]): Promise<number> {
  const { values, positionals } = readCall(name, argv, { format: { type: 'string' }, as: { type: 'string' } }, true);
  const [about, ...others] = positionals;
  const { format = 'md' } = values;
  if (!about || others.length > 0)
    throw new UsageError(`Name one ${name === 'record' ? 'model' : 'person'}. See “leeway help ${name}”.`);
  if (format !== 'md' && format !== 'html') throw new UsageError('A record is printed as md or html.');
  const { createLog } = await import('./shared/log.ts');
  const { evidence } = await import('./commands/evidence.ts');
  const wish = name === 'record' ? ({ verb: name, modelId: about, format } as const) : ({ verb: name, personId: about } as const);
  return print((await evidence(readConfig(), { wish, as: values.as }, createLog('warn'))).lines.join('\n'));
}

async function template(name: string, argv: string[]): Promise<number> {
  const { values, positionals } = readCall(name, argv, { file: { type: 'string', short: 'f' } }, true);
  const [wanted, ...others] = positionals;
  if (name === 'template show' ? wanted === undefined || others.length > 0 : wanted !== undefined)
    throw new UsageError(`${name === 'template show' ? 'Name one template.' : 'It lists them all.'} See “leeway help ${name}”.`);
  const { listTemplates, showTemplate } = await import('./commands/templates.ts');
  const file = values.file ?? readConfig().configFile;
  return print((wanted === undefined ? listTemplates(file) : showTemplate(file, wanted)).join('\n'));
}

/** Reads and changes nothing. */
async function look(name: string, argv: string[]): Promise<number> {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const { values, positionals } = readCall(
    name,
    argv,
    { risk: flag, class: text, unit: text, open: flag, all: flag, as: text },
    true,
  );
  const { createLog } = await import('./shared/log.ts');
  const { evidence } = await import('./commands/evidence.ts');
  const ask = async (wish: EvidenceWish) =>
    print((await evidence(readConfig(), { wish, as: values.as }, createLog('warn'))).lines.join('\n'));
  const wrong = (what: string) => new UsageError(`${what} See “leeway help ${name}”.`);
  const [number, ...others] = positionals;
  if (name === 'requests show') {
    if (!/^[1-9]\d{0,8}$/.test(number ?? '') || others.length > 0) throw wrong('Name one request, by its number.');
    return ask({ verb: 'request', number: Number(number) });
  }
  if (number !== undefined) throw wrong(`It does not take “${number.slice(0, 60)}”.`);
  if (name === 'requests list') return ask({ verb: 'requests', all: values.all ?? false });
  const { class: riskClass } = values;
  if (!values.risk) throw wrong('Say what of the models: --risk.');
  if (riskClass !== undefined && riskClass !== 'high' && riskClass !== 'medium' && riskClass !== 'low' && riskClass !== 'none')
    throw wrong('--class takes high, medium, low or none.');
  return ask({ verb: 'risk', riskClass, businessUnit: values.unit, onlyOpen: values.open ?? false });
}

/** Runs until it is asked to stop, then stops cleanly. A second signal, or too long a wait, ends it at once. */
async function serve(demo: boolean): Promise<number> {
  const config = readConfig();
  const { serve: start } = await import('./main.ts');
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort();
      process.once(signal, () => process.exit(exits.failed));
    });
  }
  const server = await start(config, { demo, progress: say, stop: stop.signal });
  if (!stop.signal.aborted) {
    say(`Leeway is ready: ${server.url}`);
    await once(stop.signal, 'abort');
  }
  setTimeout(() => process.exit(exits.failed), stopTimeoutMs).unref();
  await server.close();
  // Whatever a library still keeps open must not keep the process.
  process.exit(exits.ok);
}

function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(name: string, args: string[], options: T) {
  return readCall(name, args, options, false).values;
}

function readCall<T extends NonNullable<ParseArgsConfig['options']>>(
  name: string,
  args: string[],
  options: T,
  allowPositionals: boolean,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals });
  } catch (error) {
    throw new UsageError(`${messageOf(error).split('. ')[0]}. See “leeway help ${name}”.`);
  }
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
