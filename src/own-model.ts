import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { App } from './app.ts';
import { applyRequest } from './commands/apply-request.ts';
import type { ToRun } from './commands/calls/init.ts';
import type { Database } from './db/open.ts';
import { createMovedClock } from './jobs/moved-clock.ts';
import { userName } from './commands/user-name.ts';
import { readSentMessages } from './outbox/read-messages.ts';
import { ensureQueues } from './queue/queue.ts';
import { silentLog } from './shared/log.ts';
import { dayIn, sayDay } from './shared/period.ts';

/** Carries the file of `leeway init` out in its new database, at the time that the data are of. */
export async function applyOwn(database: Database, toRun: ToRun): Promise<void> {
  const { db } = database;
  await ensureQueues(database, silentLog);
  const clock = await createMovedClock({ db }, toRun.clockStart);
  const { text, ...rest } = requestOf(toRun);
  const byWeeks = toRun.daysFrom > toRun.clockStart;
  await applyRequest({ db, log: silentLog, now: clock.now() }, { ...rest, text: byWeeks ? withoutDays(text) : text });
}

const requestOf = ({ file }: ToRun) => ({
  text: readFileSync(file, 'utf8'),
  path: resolve(file),
  dryRun: false,
  prune: false,
  as: undefined,
  user: userName(),
});

/** The same file without looks at single days. */
function withoutDays(text: string): string {
  const document = parseDocument(text);
  const models = document.get('models');
  if (isMap(models)) for (const { key } of models.items) document.setIn(['models', key, 'monitor', 'dailyAt'], null);
  return document.toString();
}

const newestMessages = 50;

/** Watches the weeks that the data have, each at its own time, and says how far it is and what the newest digest says. */
export async function watchOwn(app: App, toRun: ToRun, url: string, progress: (line: string) => void): Promise<void> {
  if (!app.clock || app.clock.now() >= toRun.arrival) return;
  progress(`Open ${url} and look on while ${toRun.weeks === 1 ? 'one week is' : `${toRun.weeks} weeks are`} watched …`);
  let week = 0;
  let monday = '';
  const tell = () => {
    const day = dayIn(toRun.zone, app.clock!.now());
    const watched = Math.floor((Date.parse(day) - Date.parse(dayIn(toRun.zone, toRun.clockStart))) / (7 * dayMs));
    if (watched <= week || day === monday) return;
    [week, monday] = [watched, day];
    progress(`Week ${watched} of ${toRun.weeks} has been looked at; it is now ${sayDay(day)} in the sandbox.`);
  };
  if (toRun.daysFrom > app.clock.now()) {
    await app.advance(toRun.daysFrom, tell);
    await applyRequest(app.ctx('init'), requestOf(toRun));
  }
  await app.advance(toRun.arrival, tell);
  const sent = await readSentMessages(app.ctx('init'), newestMessages);
  for (const message of sent.filter((one) => one.kind === 'edition' && one.payload).slice(-2)) {
    const { text } = JSON.parse(message.payload!) as { text: string };
    progress(`Newest digest: ${text}`);
  }
}

const dayMs = 86_400_000;
