import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { serve, type Running } from '../../src/main.ts';
import { launchBrowser } from '../support/browser.ts';
import { newPostgres } from './run-app.ts';
import { newPage, type Screen, screenOf } from './screen.ts';
import { eventually, findControl, type Workspace, wordsOf, workspaceAt } from './sandbox-user.ts';

// The walk of the README, on a real Postgres and in a real browser. Each step stands on those before it.

/** For what a page shows a moment later. */
const soon = { timeout: 20_000 };
/** For ten weeks, each day with its checks. What it takes is for the benchmarks to say. */
const jumpPatienceMs = 300_000;

let server: Running;
let at: Workspace;
let browser: Browser;
let page: Page;
let screen: Screen;

beforeAll(async () => {
  const url = await newPostgres();
  [browser, server] = await Promise.all([
    launchBrowser(),
    serve(parseConfig({ PORT: '0', DATABASE_URL: url, LOG_LEVEL: 'silent' }), { demo: true }),
  ]);
  at = workspaceAt(server.url);
  page = await newPage(browser);
  page.setDefaultTimeout(20_000);
  screen = screenOf(page, server.url);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const digest = () => screen.digest();
const takeMisses = () => digest().getByRole('button', { name: 'Take it: Flight Delay: the model misses by more than usual' });
const modal = () => screen.modal();
const visit = (as: string, place: string) => screen.visit(as, place);
const messageOf = async (as: string, channel: string, words: string) =>
  (await at.messages(as, channel)).findLast((one) => one.text.includes(words))!;

describe('a newcomer', () => {
  it('finds a label that the company is simulated, and a tour of five steps that is gone for good when ended', async () => {
    await page.goto(`${server.url}`);
    await expect.poll(() => page.locator('#simulated').textContent(), soon).toMatch(/simulated/i);
    const card = page.locator('#tour');
    await card.waitFor();
    for (const step of [1, 2, 3, 4, 5]) {
      expect(await card.locator('.hint').textContent()).toBe(`${step} of 5`);
      await card.getByRole('button', { name: step === 5 ? 'Done' : 'Next', exact: true }).click();
    }
    await card.waitFor({ state: 'hidden' });
    await page.reload();
    await page.locator('#feed article').first().waitFor();
    expect(await card.isVisible()).toBe(false);
  });

  it('finds the digests of the first weeks in #model-health', async () => {
    await visit('U0EXEC', 'C0HEALTH');
    const digests = (await at.messages('U0EXEC', 'C0HEALTH')).filter((one) => one.isBot);
    expect(digests).toHaveLength(9);
    expect(wordsOf(digests[0]!)).toMatch(/too early to say what is usual/i);
    expect(await page.locator('#feed article').last().textContent()).toContain('Simulated company');
  });
});

describe('the digest of a bad week', () => {
  it(
    'is there after a jump to its Monday',
    async () => {
      await page.locator('#jump').click();
      await page.getByRole('menuitem', { name: /a bad week/ }).click();
      await page.locator('#progress').waitFor();
      await page.locator('#progress').waitFor({ state: 'hidden', timeout: jumpPatienceMs });
      expect((await at.now()) >= new Date('2001-06-18T14:05:00Z')).toBe(true);
      await digest().waitFor();
    },
    jumpPatienceMs + 30_000,
  );

  it('begins with what is asked of the executive, in few words and the same as the notification', async () => {
    const message = await messageOf('U0EXEC', 'C0HEALTH', 'Asked of you by');
    expect(message.text).toMatch(/^Asked of you by Thu 21 June: name someone to find out why/);
    // The rows below it, each with a button to take a matter, are not its text.
    const sections = message.blocks
      .filter((block: any) => block.type === 'section' && !block.block_id.startsWith('matter:'))
      .map((block: any) => String(block.text.text));
    expect(sections[0]).toContain(message.text);
    const words = sections.join(' ').replaceAll(/[*_]/g, '').split(/\s+/).filter(Boolean);
    expect(words.length).toBeLessThanOrEqual(130);
    expect(sections.join('\n')).toMatch(/21\.9\s.*18\.2 the week before/);
    expect(sections.join('\n')).toContain('Cause unknown');
  });

  it('shows a chart whose alt text states the finding', async () => {
    await visit('U0EXEC', 'C0HEALTH');
    const image = digest().locator('img[alt*="21.9"]');
    expect(await image.getAttribute('alt')).toContain('more than usual');
    await expect.poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth), soon).toBeGreaterThan(300);
  });

  it('says where each figure comes from, down to the file', async () => {
    await digest().getByRole('button', { name: 'Where does this come from?' }).click();
    await modal().waitFor();
    const words = (await modal().innerText()).replaceAll('\u00a0', ' ');
    expect(words).toContain('21.9');
    expect(words).toContain('flights-3m.parquet');
    expect(words).toContain('computed');
  });

  it('keeps the focus inside the modal, and Escape leaves it', async () => {
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      // A dialog lets the focus go to the browser's own controls (then the body has it), but never to what lies behind it.
      expect(
        await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest('#modal')),
      ).toBe(true);
    }
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'detached' });
    expect(await at.views('U0EXEC')).toEqual([]);
  });
});

describe('the finding', () => {
  it('is taken by the data scientist with a next step and a date, which a line in the thread says', async () => {
    await visit('U0DATA', 'C0HEALTH');
    await takeMisses().click();
    await modal().waitFor();
    await modal().getByLabel('What comes next?').fill('Compare the week with the weather');
    await modal().getByLabel('By when?').fill('2001-06-21');
    await modal().getByRole('button', { name: 'Save' }).click();
    await modal().waitFor({ state: 'detached' });
    await digest().locator('.thread-link').click();
    const line = page.locator('#thread-feed article', { hasText: 'Compare the week with the weather' }).last();
    await line.waitFor();
    expect(await line.innerText()).toMatch(/Priya Raman has it in hand[\s\S]*Thu 21 June/);
  });

  it('is not offered a second time: the digest that asks for somebody says who it is, wherever it is read', async () => {
    await visit('U0ENG', 'C0HEALTH');
    await expect.poll(() => digest().innerText(), soon).toMatch(/Priya Raman has it in hand, by Thu 21 June/);
    const text = (await digest().innerText()).replaceAll('\u00a0', ' ');
    expect(text).toContain('Compare the week with the weather');
    // The words that were sent stay as they were.
    expect(text).toContain('Asked of you by Thu 21 June');
    expect(await takeMisses().count()).toBe(0);
    expect(await digest().locator('img[alt*="21.9"]').count()).toBe(1);
  });

  it('is told to who pressed the button of an earlier state who has it', async () => {
    const message = await messageOf('U0ENG', 'C0HEALTH', 'Asked of you by');
    const container = { kind: 'message', channel: 'C0HEALTH', ts: message.ts };
    await at.raw('POST', 'actions', { as: 'U0ENG', container, blockId: 'actions', actionId: 'take-it' });
    await modal().waitFor();
    expect(await modal().innerText()).toMatch(/Already in hand: Priya Raman, by Thu 21 June[\s\S]*Compare the week/);
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'detached' });
  });
});

describe('a complaint', () => {
  it('needs only what happened, and is answered with a number and the owner’s name, who is told', async () => {
    await visit('U0EXPERT', 'C0HEALTH');
    await digest().getByRole('button', { name: 'Flag a problem' }).click();
    await modal().waitFor();
    await modal().getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => modal().locator('.field-error').count(), soon).toBe(1);
    // It is still there when the page has read the form again.
    await page.waitForTimeout(300);
    expect(await modal().locator('.field-error').innerText()).toMatch(/\w/);
    await modal().getByLabel('What happened?').fill('Gate B12 waited for three flights that were not called late.');
    await modal().getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => modal().innerText(), soon).toMatch(/case 1\b[\s\S]*Priya Raman/i);
    await page.keyboard.press('Escape');
    const letter = await eventually('a letter to the flagger', () =>
      messageOf('U0EXPERT', 'D0EXPERT', 'Case 1: Priya Raman answers you here'),
    );
    expect(letter.text).toContain('Priya Raman');
    const told = await eventually('a letter to the owner', () => messageOf('U0DATA', 'D0DATA', 'Case 1'));
    expect(wordsOf(told)).toContain('Gate B12 waited');
    expect(wordsOf(told)).toContain('Marcus Bell');
  });
});

describe('a vote', () => {
  it('is recorded at once, can say why, and can be changed', async () => {
    await visit('U0EXEC', 'C0HEALTH');
    await digest().getByRole('button', { name: 'This was not useful' }).click();
    await expect.poll(() => modal().innerText(), soon).toContain('not useful');
    await modal().getByRole('button', { name: 'Skip' }).click();
    await modal().waitFor({ state: 'detached' });
    await digest().getByRole('button', { name: 'This was useful' }).click();
    await expect.poll(() => modal().innerText(), soon).toContain('recorded: useful');
    await modal().getByRole('textbox').fill('It said who has it.');
    await modal().getByRole('button', { name: 'Send' }).click();
    await modal().waitFor({ state: 'detached' });
  });
});

describe('questions', () => {
  it('as commands are answered to the asker alone', async () => {
    await visit('U0EXEC', 'C0FLIGHT');
    const status = await screen.command('status flight-delay', /needs attention/i);
    expect((await status.innerText()).replaceAll('\u00a0', ' ')).toMatch(/Only visible to you[\s\S]*21\.9 minutes/);
    expect(await messageOf('U0EXPERT', 'C0FLIGHT', 'needs attention')).toBeUndefined();
    await screen.command('models', '1 model');
    await screen.command('status flihgt-delay', /Did you mean flight-delay\?/);
    await screen.command('frobnicate the widget', 'I did not understand that');
    await screen.command('', 'You read the digest');
  });

  it('about a term are answered simply, then in detail', async () => {
    const explained = await screen.command('explain data drift', 'what goes into a model looks different');
    const simple = await explained.innerText();
    await explained.getByRole('button', { name: 'In detail' }).click();
    const detailed = screen.answer('Data drift').filter({ has: page.getByRole('button', { name: 'Simply' }) });
    await detailed.waitFor();
    expect((await detailed.innerText()).length).toBeGreaterThan(simple.length);
  });

  it('as a mention are answered in its thread, and so are the follow-ups there', async () => {
    const ts = await at.say('U0EXEC', 'C0FLIGHT', '<@U0LEEWAY> how is flight-delay doing?');
    const replies = async () => (await at.thread('U0EXEC', 'C0FLIGHT', ts)).filter((one) => one.isBot);
    const follow = async (text: string | undefined, count: number) => {
      if (text) await at.say('U0EXEC', 'C0FLIGHT', text, ts);
      const all = await eventually(`an answer to “${text ?? 'the mention'}”`, async () => {
        const now = await replies();
        return now.length === count && now.at(-1)!.text !== 'Working on it…' && now;
      });
      return all.at(-1)!;
    };
    expect((await follow(undefined, 1)).text).toMatch(/flight.delay needs attention/i);
    expect((await follow('and why was it bad in the week of june 11?', 2)).text).toMatch(/^Cause not known yet.*week of 11 June/);
    expect((await follow('who owns it?', 3)).text).toContain('Dana Whitfield');
    expect((await follow('which version is live?', 4)).text).toMatch(/Version 1 .*is live/);
    expect(wordsOf(await follow('what changed in february?', 5))).toMatch(/February 2001.*too early to say what is usual/);
  });
});

describe('the digest as somebody else reads it', () => {
  it('can be looked at by anybody and sent to oneself first', async () => {
    await visit('U0DATA', 'C0DATASCI');
    const preview = await screen.command('digest as executive', 'Send to me first');
    await preview.getByRole('button', { name: 'Send to me first' }).click();
    const sent = await eventually('the digest as a direct message', async () =>
      (await at.messages('U0DATA', 'D0DATA'))
        .map(wordsOf)
        .find((words) => words.includes('21.9') && words.includes('where-from')),
    );
    expect(sent).toContain('Priya Raman is finding out why Flight Delay missed by more than usual');
  });
});

describe('App Home', () => {
  const cases = [
    ['U0EXEC', 'Dana Whitfield', 'Flight Delay'],
    ['U0EXPERT', 'Marcus Bell', 'Case 1'],
    ['U0DATA', 'Priya Raman', 'You, by Thu 21 June'],
    ['U0ENG', 'Tom Okafor', 'Needs attention'],
    ['U0ENG2', 'Lena Fischer', 'Europe/Berlin'],
    ['U0COMP', 'Grace Liu', 'Needs attention'],
  ] as const;
  it.each(cases)('of %s greets %s and shows “%s”', async (as, name, words) => {
    await visit(as, 'home');
    const text = page.locator('#home');
    await expect.poll(() => text.innerText(), soon).toContain(name);
    expect(await text.innerText()).toContain(words);
    const sparkline = text.locator('img').first();
    await expect.poll(() => sparkline.evaluate((one) => (one as HTMLImageElement).naturalWidth), soon).toBeGreaterThan(0);
  });
});

describe('the next week', () => {
  it('brings the digest as a direct message to who chose that, carrying who has the finding in hand', async () => {
    await visit('U0EXEC', 'home');
    const where = page.locator('#home select[data-action-id="home-setting:delivery"]');
    await where.selectOption('direct');
    await eventually('the setting is kept', async () => {
      const { control } = findControl((await at.seenHome('U0EXEC')).blocks, 'home-setting:delivery');
      return control['initial_option'].value === 'direct';
    });
    const before = (await at.messages('U0EXEC', 'D0EXEC')).length;
    await at.moveTo('2001-06-25T14:05:00Z');
    const letter = await eventually(
      'a digest in the direct messages',
      async () => (await at.messages('U0EXEC', 'D0EXEC'))[before],
    );
    expect(wordsOf(letter)).toContain('where-from');
    expect(wordsOf(letter)).toMatch(/Priya Raman/);
  }, 180_000);
});

describe('on a phone', () => {
  it('nothing is wider than the screen, and the modal fits too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await visit('U0EXPERT', 'C0HEALTH');
    expect(await screen.tooWide()).toEqual([]);
    await digest().getByRole('button', { name: 'Flag a problem' }).click();
    await modal().waitFor();
    expect(await screen.tooWide()).toEqual([]);
    await page.keyboard.press('Escape');
    await modal().waitFor({ state: 'detached' });
    await digest().locator('.thread-link').click();
    await page.locator('#thread-feed article').first().waitFor();
    expect(await screen.tooWide()).toEqual([]);
    await visit('U0EXPERT', 'home');
    expect(await screen.tooWide()).toEqual([]);
  });
});

describe('the clock', () => {
  it('has arrived on the page, though an answer from when it still moved comes after that', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await visit('U0EXEC', 'C0HEALTH');
    const { promise: arrived, resolve: letGo } = Promise.withResolvers<void>();
    const held: Promise<unknown>[] = [];
    await page.route('**/control/state**', async (route) => {
      const response = await route.fetch();
      const { clock } = await response.json();
      if (!clock.busy) return route.fulfill({ response });
      const handedOver = arrived.then(() => route.fulfill({ response }));
      held.push(handedOver);
      await handedOver;
    });
    await at.raw('POST', 'clock', { to: '2001-07-02T14:05:00Z' });
    // Any page asks anew how things stand when the faults are set.
    await at.raw('PUT', 'faults', { faults: [] });
    await eventually('an answer is under way', async () => held.length > 0);
    await eventually('the clock has arrived', async () => (await at.raw('GET', 'clock')).json.busy === false);
    await page.locator('#progress').waitFor({ state: 'hidden' });
    letGo();
    await Promise.all(held);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    expect(await page.locator('#progress').isHidden()).toBe(true);
  }, 180_000);
});
