import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { writePack } from '../../src/commands/write-pack.ts';
import { openPostgres } from '../../src/db/open.ts';
import { launchBrowser } from '../support/browser.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { flightsFile, newPostgres, runApp, type RunningApp } from './run-app.ts';
import { newPage, type Screen, screenOf } from './screen.ts';
import { eventually, wordsOf } from './sandbox-user.ts';

// From a new version to the evidence of it: a real Postgres, a real browser, a real receiver. Each step stands on those before.

const soon = { timeout: 20_000 };
const secret = 'a-secret-that-both-sides-know-0123456789';
const folder = mkdtempSync(join(tmpdir(), 'leeway-decisions-'));
/** The deployment waits until this file is there, so that what people see meanwhile can be looked at. */
const gate = join(folder, 'go');
const deployed = join(folder, 'deployed');

let receiver: Receiver;
let running: RunningApp;
let browser: Browser;
let page: Page;
let screen: Screen;

beforeAll(async () => {
  const [url, started, opened] = await Promise.all([
    newPostgres(),
    startReceiver(
      `[ $KIND = rollback ] || while [ ! -f ${gate} ]; do sleep 0.1; done; echo $KIND $MODEL $VERSION >> ${deployed}`,
      secret,
    ),
    launchBrowser(),
  ]);
  [receiver, browser] = [started, opened];
  const source = parseDocument(readFileSync(flightsFile, 'utf8'));
  source.setIn(['deployers', 'ci', 'webhook'], { url: receiver.url, allowHosts: ['127.0.0.1'] });
  source.setIn(['policies', 'flight-delay-production', 'deploy', 'by'], 'ci');
  const database = await openPostgres(url);
  running = await runApp({ database, clockStart: new Date('2001-06-18T14:05:00Z') }, source.toString(), {
    LEEWAY_DEPLOY_SECRET: secret,
  });
  closing.push(() => database.close());
  page = await newPage(browser);
  page.setDefaultTimeout(20_000);
  screen = screenOf(page, `${running.url}/sandbox/`);
});
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  await browser?.close();
  await running?.stop();
  for (const close of closing) await close();
  receiver?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const plainOf = async (what: Locator) => (await what.innerText()).replaceAll('\u00a0', ' ');
const card = () => screen.answer('Request 1 ·');
const modal = () => screen.modal();
/** A button of the card, as somebody who opens the channel of approvals. */
async function onCard(as: string, button: string): Promise<Locator> {
  await screen.visit(as, 'C0APPROVE');
  return card().getByRole('button', { name: new RegExp(`^${button}`) });
}
async function opens(as: string, button: string): Promise<Locator> {
  await (await onCard(as, button)).click();
  await modal().waitFor();
  return modal();
}
const fill = async (label: string | RegExp, text: string) => modal().getByLabel(label).fill(text);
const press = (name: string) => modal().getByRole('button', { name, exact: true }).click();
const errors = () => modal().locator('.field-error').allInnerTexts();
/** What the page says of the card, as soon as it says this. */
const cardSays = (words: RegExp) => expect.poll(() => plainOf(card()), soon).toMatch(words);
const letterOf = (as: string, words: RegExp) =>
  eventually(`a letter to ${as} with ${words}`, async () =>
    (await running.at.messages(as, as.replace('U0', 'D0'))).findLast(
      (one) => one.isBot && words.test(`${one.text} ${wordsOf(one)}`),
    ),
  );
async function history(): Promise<string> {
  await card().locator('.thread-link').click();
  await page.locator('#thread-feed article').first().waitFor();
  return plainOf(page.locator('#thread-feed'));
}
async function reportTests(state: 'passed' | 'failed', token: string) {
  const tests = [{ name: 'forecasts every gate', state }];
  await running.call('PUT', 'models/flight-delay/versions/3/tests/gates', { tests }, token);
}
/** Ticks all, and gives the reason that the failed check asks for. */
async function agree({ typed, reason }: { typed: string; reason: string }) {
  for (const box of await modal().getByRole('checkbox').all()) await box.check();
  await fill(/FAILED\. Why do you agree/, reason);
  await fill(/type flight-delay 3/, typed);
  await press('Approve');
}

describe('a new version', () => {
  it('is registered at a click, and its checks say what they found', async () => {
    await screen.visit('U0DATA', 'C0DATASCI');
    await page.locator('#jump').click();
    await page.getByRole('menuitem', { name: 'Register version 3 as Priya' }).click();
    await expect.poll(() => page.locator('body').innerText(), soon).toContain('Priya Raman registered version 3');
    const shown = await screen.command('version flight-delay 3', 'Checks');
    const again = shown.getByRole('button', { name: /^Look again/ });
    await eventually('the checks are over', async () => {
      // The answer to the click before may take the button away.
      if (await again.count()) await again.click({ timeout: 1_000 }).catch(() => {});
      return /Typical miss passed[\s\S]*Late flights called FAILED/.test(await plainOf(shown));
    });
    await screen.shot('1-version-page', shown);
  });

  it('is asked for in a form that says what is missing', async () => {
    await screen.command('promote flight-delay 3 to production', '');
    await modal().waitFor();
    await press('Ask');
    await expect.poll(errors, soon).toHaveLength(4);
    await screen.shot('2-request-modal');
    await fill('Why should it change?', 'January is no longer like today: gates are planned for flights that come early.');
    await fill('What should change for the business?', 'Fewer gates wait for nothing. Fewer late flights are called.');
    await fill('How is it undone?', 'Tom looks at the first day and goes back to version 1.');
    for (const box of (await modal().getByRole('checkbox').all()).slice(0, 1)) await box.check();
    await press('Ask');
    await expect.poll(() => modal().innerText(), soon).toContain('This is request 1.');
    await screen.escape();
  });
});

describe('the card', () => {
  it('says in a few lines what is decided, what speaks against it and who decides', async () => {
    await screen.visit('U0EXPERT', 'C0APPROVE');
    await cardSays(/Put version 3 of Flight Delay live, in place of version 1\?/);
    const text = await plainOf(card());
    for (const words of [
      /asked by Priya Raman/,
      /Better:/,
      /Worse:/,
      /Not known:/,
      /Late flights called FAILED/,
      /version 1, one click/,
    ])
      expect(text).toMatch(words);
    expect(text).toMatch(/waits for Dana Whitfield[\s\S]*waits for (Tom Okafor|Lena Fischer)/);
    await screen.shot('3-card', card());
    await screen.shot('3-card-page');
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await screen.tooWide()).toEqual([]);
    await screen.shot('3-card-phone');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('comes to each approver in words of their own', async () => {
    const shown = [
      ['U0EXEC', /You are asked as[\s\S]*It is there for: Eight of ten flights on time[\s\S]*If it goes wrong: version 1/],
      ['U0ENG', /You are asked as[\s\S]*Plan: Tom looks at the first day/],
      ['U0ENG2', /You are asked as[\s\S]*Before you agree:/],
      ['U0DATA', /You asked for this; you hear every step here\./],
    ] as const;
    for (const [as, words] of shown) {
      await screen.visit(as, as.replace('U0', 'D0'));
      await expect.poll(() => plainOf(card()), soon).toMatch(words);
      await screen.shot(`4-letter-${as}`);
    }
  });

  it('is not for its requester to approve, who alone is told why', async () => {
    await (await onCard('U0DATA', 'Approve')).click();
    const told = screen.answer('Only visible to you');
    await told.waitFor();
    expect(await plainOf(told)).toContain('You cannot decide on this: you made this request. Somebody else must.');
    await screen.shot('5-own-approval', told);
    const others = await running.at.messages('U0EXEC', 'C0APPROVE');
    expect(others.filter((one) => one.ephemeral)).toEqual([]);
  });
});

describe('the decision', () => {
  let token: string;
  it('is refused where the evidence changed since it was looked at', async () => {
    const scopes = ['validation.upload', 'validation.read'];
    const made = await running.call('POST', 'tokens', { verb: 'create', name: 'ci', scopes, days: 1, user: 'tester' });
    token = made.lines[0];
    await opens('U0EXEC', 'Approve');
    await screen.shot('6-approve-modal');
    await reportTests('failed', token);
    await agree({ typed: 'flight-delay 3', reason: 'Called late or not, gates stand empty today.' });
    await expect.poll(() => plainOf(modal()), soon).toMatch(/changed since you looked: .*Tests/i);
    await screen.shot('7-changed');
    await screen.escape();
    await cardSays(/Tests FAILED/);
    expect(await plainOf(card())).toMatch(/waits for Dana Whitfield/);
  });

  it('takes the version’s name, typed, and the reason for the failed check; then the first of two has agreed', async () => {
    await reportTests('passed', token);
    await cardSays(/Tests passed/);
    await opens('U0EXEC', 'Approve');
    await agree({ typed: 'flight-delay 2', reason: 'Gates stand empty today; duty managers call late flights by hand.' });
    await expect.poll(errors, soon).toEqual(['Type “flight-delay 3” to agree.']);
    await fill(/type flight-delay 3/, 'flight-delay 3');
    await press('Approve');
    await expect.poll(() => modal().innerText(), soon).toContain('Your decision stands');
    await screen.escape();
    await cardSays(/Dana Whitfield agreed[\s\S]*knowing that “Late flights called” failed/);
  });

  it('is made by the second, and the deployment is on its way', async () => {
    await opens('U0ENG', 'Approve');
    await agree({ typed: 'Flight-Delay 3', reason: 'Tom watches the late flights for a week.' });
    await cardSays(/Approved, on its way: putting version 3 of Flight Delay live/);
    await screen.shot('8-on-its-way', card());
    expect(await serving()).toMatchObject({ version: 1 });
  });

  it('is live once the receiver has reported, and everybody concerned is told', async () => {
    writeFileSync(gate, '');
    await cardSays(/Version 3 of Flight Delay went live on Mon 18 June/);
    await screen.shot('9-live', card());
    expect(await serving()).toMatchObject({ version: 3, fallback: 1, paused: false });
    expect(readFileSync(deployed, 'utf8')).toBe('promotion flight-delay 3\n');
    const told = await history();
    expect(told).toMatch(/Dana Whitfield[\s\S]*Tom Okafor[\s\S]*live/);
    await screen.shot('9-history');
    await letterOf('U0EXEC', /Settled by/);
    await letterOf('U0DATA', /went live on/);
    await screen.visit('U0EXPERT', 'C0HEALTH');
    const notice = screen.answer('You object?');
    await notice.waitFor();
    expect(await plainOf(notice)).toMatch(/Version 3 of Flight Delay is live since[\s\S]*Watch:/);
    await screen.shot('10-release-notice', notice);
  });
});
const serving = () => running.call('GET', 'serving/flight-delay?environment=production');

describe('the way back', () => {
  it('takes one click of one person, who is asked for the reason afterwards', async () => {
    const asked = await screen.confirmed(await onCard('U0ENG', 'Roll back'));
    expect(asked).toMatch(/Version 1 of Flight Delay returns in production, in place of version 3\./);
    await modal().waitFor();
    expect(await serving()).toMatchObject({ version: 1 });
    await screen.shot('11-why');
    await fill('What made you do it?', 'Two gates were planned for flights that came late.');
    await press('Say it');
    await modal().waitFor({ state: 'detached' });
    await cardSays(/Version 1 is in its place now/);
    await screen.shot('12-card-rolled-back', card());
    await screen.visit('U0EXPERT', 'C0HEALTH');
    const notice = screen.answer('is back in production');
    await expect.poll(() => plainOf(notice), soon).toMatch(/Tom Okafor did it[\s\S]*Two gates were planned/);
    await screen.shot('13-serving-changed', notice);
    await eventually('the receiver has heard of it', async () =>
      readFileSync(deployed, 'utf8').includes('rollback flight-delay 1'),
    );
  });

  it('can be a pause as well, until somebody resumes it', async () => {
    await screen.visit('U0ENG', 'C0FLIGHT');
    const now = await screen.command('pause flight-delay', 'serves in production');
    await screen.confirmed(now.getByRole('button', { name: /^Pause/ }));
    await modal().waitFor();
    await fill('What made you do it?', 'Until the gates are planned anew.');
    await press('Say it');
    await modal().waitFor({ state: 'detached' });
    expect(await serving()).toMatchObject({ version: 1, paused: true });
    const paused = await screen.command('resume flight-delay', 'is PAUSED in production');
    expect(await plainOf(paused)).toContain('Until the gates are planned anew.');
    await screen.shot('14-paused', paused);
    await screen.confirmed(paused.getByRole('button', { name: /^Resume/ }));
    await eventually('it serves again', async () => !(await serving()).paused);
  });
});

describe('the evidence', () => {
  it('is a pack that its own script finds whole without Leeway', async () => {
    const [from, to] = ['2001-06-18', '2001-06-19'];
    const wish = { verb: 'export', modelId: 'flight-delay', from, to };
    const pack = join(folder, 'pack');
    writePack(pack, await running.call('POST', 'evidence', { wish, user: 'tester', as: 'grace' }));
    const said = execFileSync(process.execPath, ['verify.mjs'], { cwd: pack, encoding: 'utf8' });
    expect(said).toMatch(/^\d+ entries, [1-9]\d* anchors? in this stretch, [1-9]\d* messages: 0 faults\./);
    const html = readFileSync(join(pack, 'evidence.html'), 'utf8');
    for (const words of ['Dana Whitfield', 'Tom Okafor', 'duty managers call late flights by hand'])
      expect(html).toContain(words);
  });

  it('agrees with the anchors that stand in the audit channel', async () => {
    const anchors = (await running.at.messages('U0COMP', 'C0AUDIT')).filter((one) => one.isBot);
    expect(anchors.length).toBeGreaterThan(0);
    expect(await running.call('GET', 'audit/verify')).toMatchObject({ whole: true, anchors: anchors.length });
  });
});
