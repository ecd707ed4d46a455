import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import type { App } from './app.ts';
import { applyConfig } from './apply/apply.ts';
import { readOrganisation } from './people/organisation.ts';
import { instantAt } from './shared/period.ts';

const file = fileURLToPath(new URL('../examples/flights/leeway.yml', import.meta.url));
const at = (day: string, hour: number, minute: number) => instantAt(day, { hour, minute, zone: 'America/Chicago' });

/** January is the reference; watching begins with February's first whole week. */
export const demoStart = at('2001-02-05', 10, 0);
/** When a newcomer arrives: nine weeks have been watched, and Monday's digest has just been posted. */
const demoArrival = at('2001-04-09', 9, 5);

/**
 * Gives a new directory the demo and its first nine weeks, each thing at its own time: version 1 first, the weeks with
 * their digests, then version 2, which could not be fitted before March was over. A directory that stopped half-way goes
 * on from there.
 */
export async function prepareDemo(app: App, url: string, progress: (line: string) => void, stop?: AbortSignal): Promise<void> {
  const text = readFileSync(file, 'utf8');
  if ((await readOrganisation(app.ctx('demo'))) === undefined) {
    progress('Applying examples/flights/leeway.yml …');
    await applyConfig(app.ctx('demo'), { source: asOfFebruary(text), path: file });
  }
  if (app.clock && app.clock.now() < demoArrival) {
    progress(`Open ${url} and look on while the first nine weeks of 2001 are watched …`);
    await app.advance(demoArrival, () => {});
  }
  if (stop?.aborted) return;
  await applyConfig(app.ctx('demo'), { source: text, path: file });
}

/** The file as it stood before version 2 was fitted. The first weeks are looked at week by week, which is quicker. */
function asOfFebruary(text: string): string {
  const document = parseDocument(text);
  const model = ['models', 'flight-delay'];
  for (const path of [
    ['versions', 2],
    ['aliases', 'challenger'],
    ['monitor', 'predictions', 2],
  ]) {
    if (!document.deleteIn([...model, ...path])) throw new Error(`examples/flights/leeway.yml has no ${path.join('.')}`);
  }
  document.setIn([...model, 'monitor', 'dailyAt'], null);
  return document.toString();
}
