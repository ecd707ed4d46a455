#!/usr/bin/env node
// Starts quickly: what a command needs is loaded when it is called.
import { once } from 'node:events';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { exits, print, readOptions, UsageError, type Answer, type Call } from './commands/call.ts';
import { commandNames, helpText, unknownCommand } from './commands/help.ts';
import { readConfig, type Config } from './config.ts';
import { quickenDrizzle } from './db/quick-drizzle.ts';
import type { ServeOptions } from './main.ts';
import { isLeewayError, messageOf } from './shared/errors.ts';
import { version } from './shared/version.ts';

const stopTimeoutMs = 20_000;

/** Where each command is answered. */
const answers: Record<string, () => Answer | Promise<{ answer: Answer }>> = {
  serve: () => serve,
  demo: () => serve,
  init: () => init,
  import: () => import('./commands/calls/import.ts'),
  migrate: () => import('./commands/calls/plain.ts'),
  health: () => import('./commands/calls/health.ts'),
  backup: () => import('./commands/calls/backup.ts'),
  restore: () => import('./commands/calls/backup.ts'),
  apply: () => import('./commands/calls/apply.ts'),
  backfill: () => import('./commands/calls/backfill.ts'),
  'outbox list': () => import('./commands/calls/outbox.ts'),
  'outbox resend': () => import('./commands/calls/outbox.ts'),
  'outbox drop': () => import('./commands/calls/outbox.ts'),
  'slack manifest': () => import('./commands/calls/slack.ts'),
  'slack doctor': () => import('./commands/calls/slack.ts'),
  'token create': () => import('./commands/calls/token.ts'),
  'token list': () => import('./commands/calls/token.ts'),
  'token revoke': () => import('./commands/calls/token.ts'),
  'audit verify': () => import('./commands/calls/plain.ts'),
  'audit duties': () => import('./commands/calls/evidence.ts'),
  'audit export': () => import('./commands/calls/evidence.ts'),
  record: () => import('./commands/calls/evidence.ts'),
  erase: () => import('./commands/calls/evidence.ts'),
  'template list': () => import('./commands/calls/template.ts'),
  'template show': () => import('./commands/calls/template.ts'),
  models: () => import('./commands/calls/models.ts'),
  'requests list': () => import('./commands/calls/requests.ts'),
  'requests show': () => import('./commands/calls/requests.ts'),
  schema: () => import('./commands/calls/plain.ts'),
  help: () => help,
};

// The sources are stripped of their types and compiled once, not at each start; where nothing can be written it does nothing.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/leeway', import.meta.url)));
quickenDrizzle();
// Whoever reads the answer may stop reading: `leeway schema | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exits.ok);
  // Where it goes to a file on a full disk, its lines are lost and the work goes on.
  if (error.code !== 'ENOSPC') throw error;
});

process.exitCode = await run(process.argv.slice(2));

async function run(argv: string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    process.stderr.write(`leeway: ${sayError(error)}\n`);
    if (error instanceof UsageError) return exits.usage;
    if (isLeewayError(error, 'unavailable')) return exits.unavailable;
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
  if (first === '--version' || first === '-v') return print(version);
  if (first === '--help' || first === '-h') return print(helpText());
  const name = [`${first} ${second}`, first].find((one) => commandNames.includes(one));
  const isGroup = commandNames.some((one) => one.startsWith(`${first} `));
  if (!name) throw new UsageError(unknownCommand(isGroup ? `${first} ${second}`.trim() : first));
  const rest = argv.slice(name.split(' ').length);
  if (name !== 'help' && (rest.includes('--help') || rest.includes('-h'))) return print(helpText(name));
  const found = await answers[name]?.();
  if (!found) throw new Error(`${name} has a help text and no answer`);
  const answer = typeof found === 'function' ? found : found.answer;
  return answer({ name, argv: rest, settings: readConfig });
}

function help({ argv }: Call): number {
  const about = argv.join(' ');
  if (about && !commandNames.includes(about)) throw new UsageError(unknownCommand(about));
  return print(helpText(about || undefined));
}

/** Writes leeway.yml for a file, then shows it in a sandbox of its own. */
async function init(call: Call): Promise<number> {
  const { init: write } = await import('./commands/calls/init.ts');
  const own = await write(call);
  if (!own) return exits.ok;
  print(`Database: ${own.dataDir}. Come back to it later with: LEEWAY_DATA_DIR=${own.dataDir} leeway serve`);
  return runServer({ ...readConfig(), dataDir: own.dataDir, slack: undefined }, { demo: false, own });
}

function serve(call: Call): Promise<number> {
  readOptions(call, {});
  return runServer(readConfig(), { demo: call.name === 'demo' });
}

/** Runs until it is asked to stop, then stops cleanly. A second signal, or too long a wait, ends it at once. */
async function runServer(config: Config, options: Pick<ServeOptions, 'demo' | 'own'>): Promise<number> {
  const { serve: start } = await import('./main.ts');
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort();
      process.once(signal, () => process.exit(exits.failed));
    });
  }
  const server = await start(config, { ...options, progress: print, stop: stop.signal });
  if (!stop.signal.aborted) {
    print(`Leeway is ready: ${server.url}`);
    await once(stop.signal, 'abort');
  }
  setTimeout(() => process.exit(exits.failed), stopTimeoutMs).unref();
  await server.close();
  // Whatever a library still keeps open must not keep the process.
  process.exit(exits.ok);
}
