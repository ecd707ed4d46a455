import { describe, expect, it } from 'vitest';
import { readComplaints } from '../../src/complaints/read-complaints.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useBench } from '../approvals/fixture.ts';
import { useDesk, users } from './desk.ts';
import { stubVerbs } from './stub-verbs.ts';
import { runSlack, until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { control, command, modal } = desk;
const good = 'model,week,count,segment\nflight-delay,2001-06-04,37,\nflight-delay,2001-06-11,41,ORD\n';
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

async function upload(content: string | Buffer, as = 'marcus', name = 'counts.csv'): Promise<string> {
  const base64 = Buffer.from(content).toString('base64');
  return (await control('POST', 'files', { as: users[as], name, base64 }))['file'].id;
}
const openForm = async (as = 'marcus') => {
  await command(as, 'complaints table');
  await until(async () => (await modal(as)).callbackId === 'complaint-table');
  return modal(as);
};
async function give(files: string[], csv = '', as = 'marcus') {
  const view = await openForm(as);
  const values = { file: { value: files }, ...(csv ? { csv: { 'typed:complaint-table': csv } } : {}) };
  const answer = await control('POST', `views/${view.id}/submit`, { as: users[as], values });
  return { errors: answer['errors'] as Record<string, string> | undefined, shown: JSON.stringify((await modal(as)).blocks) };
}
const countsNow = async (week: string) =>
  (await readComplaints(await bench.as('marcus'), ['flight-delay'], week)).map(({ segment, now }) => [segment, now.value]);

describe('a file put into the form', () => {
  it.each([
    ['with commas', good],
    ['with semicolons and a mark at its beginning', `\ufeff${good.replaceAll(',', ';')}`],
    ['as UTF-16 with tabs', utf16(good.replaceAll(',', '\t'))],
  ])('%s is counted', async (_how, content) => {
    const { errors, shown } = await give([await upload(content)]);
    expect(errors).toBeUndefined();
    expect(shown).toContain('The whole table is kept.');
    expect([await countsNow('2001-06-04'), await countsNow('2001-06-11')]).toEqual([[['', 37]], [['ORD', 41]]]);
  });

  it.each([
    [
      'names other columns',
      'model,date,complaints\nflight-delay,2001-06-04,1',
      /does not name week, count\. It reads “model, date, complaints”\. Wanted are model, week and count/,
    ],
    [
      'has ten thousand lines',
      `model,week,count\n${'flight-delay,2001-06-04,1\n'.repeat(10_000)}`,
      /10,000 lines; at most 2,000/,
    ],
    [
      'is not written as UTF-8',
      Buffer.from('model,week,count,segment\nflight-delay,2001-06-04,1,Z\xfcrich', 'latin1'),
      /not written as UTF-8.*CSV UTF-8/,
    ],
    ['is a workbook', Buffer.from('PK\u0003\u0004rest'), /xlsx\), not a CSV/],
    ['is larger than 1 MB', Buffer.alloc(1_000_001, 'x'), /larger than 1 MB/],
    ['is no table', 'Dear all,\nplease find attached', /first line does not name model, week, count/],
    [
      'has wrong lines',
      'model,week,count\nflight-delay,2001-06-04,3\nflight-delay,2001-06-11,12.5\nflight-delay,2001-05-28,-3\nflight-dely,2001-05-21,1\nflight-delay,2001-12-24,1',
      /Line 3: “12\.5” is no whole number\. Line 4: “-3” is less than nothing\. Line 5: There is no model “flight-dely”.* Line 6: The week of 24 December 2001 has not come yet.*Nothing was counted/,
    ],
  ])('that %s is refused at its field, and nothing is counted', async (_what, content, message) => {
    const { errors } = await give([await upload(content)]);
    expect(errors?.['file']?.replaceAll('\n', ' ')).toMatch(message);
    expect(await countsNow('2001-06-04')).toEqual([]);
  });

  it('beside a pasted table is one too many', async () => {
    expect((await give([await upload(good)], good)).errors).toEqual({ file: expect.stringContaining('keep one of them') });
  });

  it('or a pasted table must be there', async () => {
    expect((await give([])).errors).toEqual({ csv: 'Give a file, or paste the table.' });
  });

  it('is known again when it is sent twice, and leaves no second trace', async () => {
    await give([await upload(good)]);
    const entries = (await auditEntries(bench.system())).length;
    const { shown } = await give([await upload(good)]);
    expect(shown).toContain('This table was sent before: every line of it stands so already.');
    expect(shown).toContain('It came from you on 18 June.');
    expect(await auditEntries(bench.system())).toHaveLength(entries);
  });
});

describe('a file dropped into a direct message', () => {
  async function drop(text: string, files: string[], meanwhile = async () => {}): Promise<string> {
    const as = 'marcus';
    const { counters } = desk.running.slack;
    const before = counters.eventsStored;
    const im = `D${users[as]!.slice(1)}`;
    const { ts } = await control('POST', 'messages', { as: users[as], channel: im, text, files });
    await until(() => counters.eventsStored > before);
    await meanwhile();
    for (let job = await desk.queue.take('slack-event'); job; job = await desk.queue.take('slack-event')) {
      await desk.running.slack.handleEvent((job.data as { key: string }).key);
      await desk.queue.complete(job);
    }
    await desk.send();
    const { messages } = await control('GET', `channels/${im}/threads/${ts}?as=${users[as]}`);
    return JSON.stringify((messages as any[]).slice(1).map((one) => one.blocks));
  }

  it('with “complaints” and a model is counted, its lines about that model', async () => {
    expect(await drop('complaints flight-delay', [await upload('week;count\n2001-06-04;37')])).toContain(
      'The whole table is kept.',
    );
    expect(await countsNow('2001-06-04')).toEqual([['', 37]]);
  });

  it('is refused as a whole where a line is about another model', async () => {
    const said = await drop('complaints about Flight Delay', [await upload('model,week,count\ngate-forecast,2001-06-04,37')]);
    expect(said).toContain('Line 2: it is about “gate-forecast”, and you said flight-delay.');
  });

  it('without words is answered with what can be done', async () => {
    expect(await drop('', [await upload(good)])).toContain('with the word complaints');
    expect(await countsNow('2001-06-04')).toEqual([]);
  });

  it('and deleted before it was read is said to be gone', async () => {
    const id = await upload(good);
    const said = await drop(
      'complaints',
      [id],
      async () => void (await control('POST', `files/${id}/delete`, { as: users['marcus'] })),
    );
    expect(said).toContain('The file is not there any more');
  });

  it('of somebody else, or of a kind of its own, is refused', async () => {
    const theirs = await upload(good, 'dana');
    await control('POST', 'messages', { as: users['dana'], channel: 'C0APPROVE', text: 'here', files: [theirs] });
    expect(await drop('complaints', [theirs])).toContain('This file was uploaded by somebody else.');
    expect(await drop('complaints', [await upload('%PDF-1.4', 'marcus', 'x.pdf')])).toContain('That is a PDF, not a CSV.');
  });
});

describe('a table that takes long', () => {
  async function slow(what: () => Promise<{ sentence: string }>) {
    let go = () => {};
    const wait = new Promise<void>((resolve) => (go = resolve));
    const stub = stubVerbs({
      command: async () => ({ is: 'complaint-form', table: true }),
      countTable: async () => (await wait, what()),
    });
    const running = await runSlack(bench.database.db, { stub, deps: { tuning: { patienceMs: 50 } } });
    const call = async (method: string, path: string, body?: unknown) => (await running.control(method, path, body)).json;
    await call('POST', 'commands', { as: 'U0EXPERT', channel: 'C0HEALTH', command: '/leeway', text: 'complaints table' });
    const view = async () => (await call('GET', 'views?as=U0EXPERT'))['views'].at(-1);
    await until(async () => Boolean(await view()));
    await call('POST', `views/${(await view()).id}/submit`, {
      as: 'U0EXPERT',
      values: { csv: { 'typed:complaint-table': good } },
    });
    return { running, call, view, go, waiting: JSON.stringify((await view()).blocks) };
  }

  it('says so, and shows what came of it in the same window', async () => {
    const { running, view, go, waiting } = await slow(async () => ({ sentence: 'The whole table is kept.' }));
    expect(waiting).toContain('Working on it…');
    go();
    await until(async () => JSON.stringify(await view()).includes('The whole table is kept.'));
    await running.stop();
  });

  it('comes back with what was pasted where something is wrong', async () => {
    const { running, view, go } = await slow(async () => {
      throw new LeewayError('invalid', 'Line 2: that is wrong.', { field: 'csv' });
    });
    go();
    await until(async () => JSON.stringify(await view()).includes('Line 2: that is wrong.'));
    expect((await view()).submit).toBe('Keep');
    expect(JSON.stringify((await view()).blocks)).toContain('flight-delay,2001-06-04,37');
    await running.stop();
  });

  it('tells what came of it in a direct message where the window was closed', async () => {
    const { running, call, view, go } = await slow(async () => ({ sentence: 'The whole table is kept.' }));
    await call('POST', `views/${(await view()).id}/close`, { as: 'U0EXPERT' });
    go();
    const said = async () => JSON.stringify(await call('GET', 'channels/D0EXPERT/messages?as=U0EXPERT'));
    await until(async () => (await running.slack.sender.drain(), (await said()).includes('kept')));
    expect(await said()).toContain('The whole table is kept.');
    await running.stop();
  });
});
