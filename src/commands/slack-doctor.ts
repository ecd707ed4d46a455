import { readFileSync } from 'node:fs';
import { parseLeewayFile } from '../apply/parse-file.ts';
import type { SlackAnswer, SlackRequest } from '../http/deps.ts';
import { doctor, type Finding } from '../setup/doctor.ts';
import { isLeewayError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { SlackSettings } from './call.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { slackRequest } from './slack-request.ts';
import { userName } from './user-name.ts';

export interface DoctorCall {
  where: Where;
  settings: SlackSettings;
  configFile: string;
  testTo: string | undefined;
  log: Log;
  print: (line: string) => void;
}

const words = { ok: 'ok', missing: 'missing', wrong: 'wrong', 'done-without': 'missing' } as const;
const width = Math.max(...Object.values(words).map((word) => word.length));

/** Prints a line for each thing that it looked at, and says whether all that is needed is there. */
export async function slackDoctor({ where, settings, configFile, testTo, log, print }: DoctorCall): Promise<boolean> {
  const count = { problems: 0, without: 0 };
  const tell = ({ is, what, todo }: Finding) => {
    if (is === 'missing' || is === 'wrong') count.problems++;
    if (is === 'done-without') count.without++;
    print(`${words[is].padEnd(width)}  ${what}`);
    if (todo) print(`${' '.repeat(width)}  → ${todo}`);
  };
  if (!settings.slack) {
    const needs = 'Set SLACK_BOT_TOKEN, with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP). See docs/slack.md.';
    tell({ is: 'missing', what: 'settings: no Slack is set, so that Leeway shows the sandbox', todo: needs });
    return false;
  }
  tellOfFile(configFile, tell);
  const ask = asker(where, log);
  await doctor({
    settings: { ...settings.slack, publicUrl: settings.publicUrl },
    testTo,
    tell,
    named: () => ask({ bind: [], user: userName() }),
    bind: async (bind) => (await ask({ bind, user: userName() })).bound,
    waiting: (seconds) =>
      print(`${' '.repeat(width)}  Slack asks to wait ${seconds === 1 ? '1 second' : `${seconds} seconds`} …`),
  });
  print(summary(count));
  return count.problems === 0;
}

/** A file that is not there is no mistake: what counts is what was applied. */
function tellOfFile(file: string, tell: (finding: Finding) => void): void {
  try {
    parseLeewayFile(readFileSync(file, 'utf8'), file);
    tell({ is: 'ok', what: `${file}: it can be read; what was last applied of it is looked at` });
  } catch (error) {
    if (!isLeewayError(error)) return;
    const [first = '', ...more] = error.message.split('\n');
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    tell({ is: 'wrong', what: `${first}${others}`, todo: 'Correct it and apply it: leeway apply' });
  }
}

const asker = (where: Where, log: Log) => async (request: SlackRequest) => {
  const server = runningServer(where);
  if (server) return (await server('/api/v1/slack', request)) as SlackAnswer;
  return withDatabase(where, 'slack doctor', ({ db }) => slackRequest({ db, log, now: new Date() }, request));
};

function summary({ problems, without }: { problems: number; without: number }): string {
  const lost = without === 0 ? '' : without === 1 ? ' Leeway does without 1 thing.' : ` Leeway does without ${without} things.`;
  if (problems === 0) return `All that is needed is there.${lost}`;
  return `${problems === 1 ? '1 thing is' : `${problems} things are`} to be put right.${lost}`;
}
