import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { createCharts, type Charts } from '../../src/charts/create-charts.ts';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { openMatter } from '../../src/matters/open-matter.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { useDatabase } from '../support/database.ts';
import { flightsFile, runApp, type RunningApp } from './run-app.ts';
import { action, eventually, findControl, type Workspace, wordsOf } from './sandbox-user.ts';

// The whole app over the sandbox's control API, on the embedded database. Three weeks of flights are enough to ask about.

const test = useDatabase('pglite');
const real = createCharts();
/** Draws, until a test says that it cannot. */
let broken = false;
const charts: Charts = {
  draw: (input) => (broken ? Promise.reject(new LeewayError('unavailable', 'No chart today.')) : real.draw(input)),
  close: () => real.close(),
};
let running: RunningApp;
let at: Workspace;

beforeAll(async () => {
  const source = parseDocument(readFileSync(flightsFile, 'utf8'));
  // Lena becomes a stranger; the days of the week are not looked at one by one, which is quicker.
  source.deleteIn(['people', 'lena']);
  source.setIn(['rotas', 'flights-oncall', 'people'], ['tom']);
  source.setIn(['models', 'flight-delay', 'monitor', 'dailyAt'], null);
  running = await runApp({ database: test.database, charts, clockStart: new Date('2001-05-28T15:00:00Z') }, source.toString());
  at = running.at;
  await at.moveTo('2001-06-18T14:05:00Z');
});
afterAll(() => running?.stop());
beforeEach(async () => {
  broken = false;
  await at.faults();
});

const digest = async () => (await at.messages('U0EXEC', 'C0HEALTH')).findLast((one) => one.isBot)!;
const letters = async (as: string) => (await at.messages(as, as.replace('U0', 'D0'))).filter((one) => one.isBot);
async function form(as: string) {
  await at.click(await digest(), { as, actionId: 'flag' });
  return at.modal(as, 'flag');
}
/** Flags a problem and gives the letters that the flagger and the owner got for it. */
async function flag(as: string, what: string) {
  const before = { mine: (await letters(as)).length, owners: (await letters('U0DATA')).length };
  const view = await form(as);
  await at.submit(as, view, { what: { 'typed:flag': what } });
  const mine = await eventually('a letter to the flagger', async () => (await letters(as))[before.mine]);
  const owners = await eventually('a letter to the owner', async () => (await letters('U0DATA'))[before.owners]);
  await at.close(as, view);
  return { mine, owners };
}

describe('what a person writes', () => {
  it('calls nobody and links nowhere, wherever it is shown', async () => {
    const { mine, owners } = await flag('U0EXPERT', '<!channel> <!here> <@U0ENG> <http://evil.example|Press here> & *bold*');
    for (const letter of [mine, owners]) {
      const words = wordsOf(letter);
      expect(words).not.toMatch(/<!channel>|<!here>|<@U0ENG>|<http/);
      expect(words).toContain('[whole channel]');
      expect(words).toContain('&lt;@U0ENG&gt;');
      expect(letter.html).not.toMatch(/>Press here<\/a>/);
    }
  });

  it('keeps its right-to-left letters and loses what turns the text around or has no shape', async () => {
    const { owners } = await flag('U0EXPERT', 'العربية \u202eesrever\u202c bell\u0007 nul\u0000 end');
    expect(wordsOf(owners)).toContain('العربية');
    expect(JSON.stringify(owners.blocks)).not.toMatch(/\u202e|\\u202e|\\u0007|\\u0000/);
  });

  it('is refused at 3,001 characters with the limit, and stays in the form', async () => {
    const before = (await letters('U0EXPERT')).length;
    const view = await form('U0EXPERT');
    const answer = await at.submit('U0EXPERT', view, { what: { 'typed:flag': 'x'.repeat(3001) } });
    expect(answer).toMatchObject({ closed: false, errors: { what: expect.stringMatching(/3,?000/) } });
    expect((await at.views('U0EXPERT')).at(-1)!.id).toBe(view.id);
    // One character less and it goes.
    const again = await at.submit('U0EXPERT', view, { what: { 'typed:flag': 'x'.repeat(3000) } });
    expect(again.errors).toBeUndefined();
    const letter = await eventually('the letter', async () => (await letters('U0EXPERT'))[before]);
    expect(letter.text).toMatch(/^Case \d+: Priya Raman answers you here by/);
    await at.close('U0EXPERT', view);
  });

  it('of many words is answered without repeating them all', async () => {
    const question = `status ${'flihgt '.repeat(400)}`;
    const answer = await at.after('U0EXEC', 'C0FLIGHT', () => at.command('U0EXEC', 'C0FLIGHT', question));
    expect(answer.text.length).toBeLessThan(600);
  });

  it('about an unknown version or week says so and what to ask instead', async () => {
    const ask = (text: string) => at.after('U0EXEC', 'C0FLIGHT', () => at.command('U0EXEC', 'C0FLIGHT', text));
    const week = await ask('status flight-delay in the week of 7 may 1931');
    expect(wordsOf(week)).not.toMatch(/Something went wrong/);
    expect(findControl(week.blocks, 'ask-again').control).toBeDefined();
  });
});

/** Something that nobody has in hand yet. */
const openAlert = (key: string) =>
  write(running.app.ctx('test'), (w) =>
    openMatter(w, {
      kind: 'alert',
      modelId: 'flight-delay',
      key,
      title: `Flight Delay: look at ${key}`,
      severity: 60,
      openedFor: '2001-06-11',
    }),
  );

describe('the same thing twice', () => {
  it('a form that is submitted ten times at once is one case', async () => {
    const before = { mine: (await letters('U0EXPERT')).length, owners: (await letters('U0DATA')).length };
    const view = await form('U0EXPERT');
    const body = { as: 'U0EXPERT', values: { what: { 'typed:flag': 'Ten times at once.' } } };
    await Promise.all(Array.from({ length: 10 }, () => at.raw('POST', `views/${view.id}/submit`, body)));
    await running.app.settle();
    expect(await letters('U0EXPERT')).toHaveLength(before.mine + 1);
    expect(await letters('U0DATA')).toHaveLength(before.owners + 1);
    await at.close('U0EXPERT', view).catch(() => {});
  });

  it('a matter whose form is sent ten times at once is taken once', async () => {
    await openAlert('rows');
    await at.clickHome(await at.home('U0ENG'), { as: 'U0ENG', actionId: 'take-it' });
    const view = await at.modal('U0ENG', 'take');
    const values = { nextStep: { value: 'Look at the gates' }, dueOn: { value: '2001-06-21' } };
    await Promise.all(Array.from({ length: 10 }, () => at.raw('POST', `views/${view.id}/submit`, { as: 'U0ENG', values })));
    await running.app.settle();
    const told = (await letters('U0ENG')).concat(await at.messages('U0ENG', 'C0HEALTH'));
    const lines = told.filter((one) => wordsOf(one).includes('Look at the gates'));
    expect(lines.length).toBeLessThanOrEqual(1);
    const home = await eventually('Home shows who has it', async () => {
      const now = await at.home('U0ENG');
      return wordsOf(now).includes('"Done"') && now;
    });
    expect(wordsOf(home).match(/"action_id":"done/g)).toHaveLength(1);
  });

  it('an event that is delivered twice is answered once', async () => {
    await at.faults({ kind: 'duplicate_delivery', method: 'delivery', remaining: 4 });
    const ts = await at.say('U0EXEC', 'C0FLIGHT', '<@U0LEEWAY> who owns flight-delay?');
    const replies = async () => (await at.thread('U0EXEC', 'C0FLIGHT', ts)).filter((one) => one.isBot);
    await eventually('the answer', async () => (await replies()).length > 0);
    await running.app.settle();
    expect(await replies()).toHaveLength(1);
  });

  it('a vote pressed ten times is one vote, and the last one counts', async () => {
    const message = await digest();
    const { positive_button: yes, negative_button: no } = findControl(message.blocks, 'useful').control;
    const press = (value: string) => at.raw('POST', 'actions', action(message, { as: 'U0EXEC', actionId: 'useful', value }));
    const votes = async () =>
      rowsOf<{ vote: string }>(await test.database.db.execute(sql`select vote from usefulness`)).map((row) => row.vote);
    const counted = (vote: string) => async () => (await votes()).length === 1 && (await votes())[0] === vote;
    await press(yes.value);
    await eventually('the first vote', counted('yes'));
    await Promise.all(Array.from({ length: 10 }, () => press(no.value)));
    await eventually('the last vote', counted('no'));
    await running.app.settle();
    expect(await votes()).toEqual(['no']);
    for (const view of await at.views('U0EXEC')) await at.close('U0EXEC', view).catch(() => {});
  });
});

describe('when something else fails', () => {
  const shared = () => at.say('U0EXEC', 'C0FLIGHT', '<@U0LEEWAY> how is flight-delay doing?');
  async function answered() {
    const ts = await shared();
    const replies = async () =>
      (await at.thread('U0EXEC', 'C0FLIGHT', ts)).filter((one) => one.isBot && one.text !== 'Working on it…');
    const answer = await eventually('the answer', async () => (await replies())[0]);
    await running.app.settle();
    expect(await replies()).toHaveLength(1);
    return (await replies())[0] ?? answer;
  }
  const hasImage = (blocks: readonly any[]) => blocks.some((block) => block.type === 'image');

  it('an answer whose chart can be drawn has it', async () => expect(hasImage((await answered()).blocks)).toBe(true));

  it('an answer whose chart cannot be drawn comes without it', async () => {
    broken = true;
    const { blocks, text } = await answered();
    expect(hasImage(blocks)).toBe(false);
    expect(text).toContain('Flight Delay');
  });

  it('an answer whose picture Slack is slow to take comes all the same', async () => {
    await at.faults({ kind: 'slow_upload', method: 'files.info', remaining: 1 });
    expect((await answered()).text).toContain('Flight Delay');
  });

  it('an answer that Slack asks to wait for comes once, later', async () => {
    await at.faults({ kind: 'rate_limited', method: 'chat.postMessage', remaining: 1, seconds: 1 });
    expect((await answered()).text).toContain('Flight Delay');
  });
});

describe('who may not', () => {
  it('is told so in the form, with the role that it takes, and nothing changes', async () => {
    await openAlert('missing:origin');
    const ts = await at.say('U0EXEC', 'C0FLIGHT', '<@U0LEEWAY> how is flight-delay doing?');
    const answer = await eventually('the answer', async () =>
      (await at.thread('U0EXEC', 'C0FLIGHT', ts)).find((one) => one.isBot && one.text !== 'Working on it…'),
    );
    await at.click(answer, { as: 'U0COMP', actionId: 'take-it' });
    const view = await at.modal('U0COMP', 'take');
    const values = { nextStep: { value: 'I take it' }, dueOn: { value: '2001-06-21' } };
    const refusal = await at.submit('U0COMP', view, values);
    expect(refusal).toMatchObject({ closed: false, errors: { nextStep: expect.stringMatching(/role|team/) } });
    await at.close('U0COMP', view);
    expect(wordsOf(await at.home('U0COMP'))).not.toContain('I take it');
  });

  it('a stranger is told whom to ask, by command, mention, click and in App Home', async () => {
    const whom = /I do not know you yet[\s\S]*leeway\.yml/;
    const answer = await at.after('U0ENG2', 'C0FLIGHT', () => at.command('U0ENG2', 'C0FLIGHT', 'status'));
    expect(answer.ephemeral).toBe(true);
    expect(wordsOf(answer)).toMatch(whom);
    expect(wordsOf(await at.home('U0ENG2'))).toMatch(whom);
    const shown = await digest();
    const click = await at.after('U0ENG2', 'C0HEALTH', () => at.click(shown, { as: 'U0ENG2', actionId: 'where-from' }));
    expect(click.ephemeral).toBe(true);
    expect(wordsOf(click)).toMatch(whom);
  });
});
