import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { optionsOf, type HearProblem, type Log } from '../../src/shared/log.ts';

function logging(level = 'info', hear?: HearProblem) {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const log: Log = pino(optionsOf(level, hear), stream);
  return { log, lines };
}

describe('a line of the log', () => {
  it('has its severity in words beside the number', () => {
    const { log, lines } = logging();
    log.warn({ code: 'job-failed' }, 'a job failed');
    expect(lines[0]).toMatchObject({ level: 40, severity: 'warn', code: 'job-failed', msg: 'a job failed' });
  });

  it.each([
    ['a bot token', 'xoxb-1234-5678-abcdef', 'xoxb'],
    ['an app token', 'xapp-1-A1-2-abcdef0123', 'xapp'],
    ['a token of Leeway', `leeway_0123456789abcdef_${'a'.repeat(43)}`, 'aaaa'],
    ['a key of a language model', 'sk-proj-0123456789abcdef', '0123456789abcdef'],
    ['a header', 'Authorization: Bearer abc.def', 'abc.def'],
    ['a password in an address', 'connect postgres://leeway:hunter2@db/leeway', 'hunter2'],
    ['a signed link', 'GET /e/eyJpIjoiMDE5N2YwMDAtMDAwMC03MDAw.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
  ])('holds no %s', (_what, text, secret) => {
    const { log, lines } = logging();
    log.error({ code: 'job-given-up', error: text, err: new Error(text) }, 'it failed');
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(JSON.stringify(lines)).toContain('[hidden]');
  });

  it('says where Slack shows an app’s secrets', () => {
    const { log, lines } = logging();
    log.warn({ code: 'x', error: 'make a token under “Basic Information”' }, 'refused');
    expect(lines[0]).toMatchObject({ error: 'make a token under “Basic Information”' });
  });

  it('holds no value that a statement carried, and says what the database said', () => {
    const { log, lines } = logging();
    const words = 'the customer called me names';
    const error = Object.assign(
      new Error(`Failed query: insert into "case" values ($1)\nparams: ${words}`, { cause: new Error('value too long') }),
      { params: [words], query: 'insert' },
    );
    log.error({ code: 'job-given-up', err: error, stack: error.stack }, 'it failed');
    expect(JSON.stringify(lines)).not.toContain('called me names');
    expect(lines[0]).toMatchObject({ err: { message: 'value too long' } });
    expect(lines[0]!['stack'] as string).toContain('log.test.ts');
  });

  it('is of bounded length', () => {
    const { log, lines } = logging();
    log.warn({ code: 'x', error: 'x'.repeat(100_000) }, 'long');
    expect(JSON.stringify(lines).length).toBeLessThan(3_000);
  });
});

it('warnings and errors are heard by code, what is below is not', () => {
  const heard: string[] = [];
  const { log } = logging('info', (level, code) => heard.push(`${level} ${code}`));
  log.info({ code: 'x' }, 'nothing');
  log.warn({ code: 'job-failed' }, 'a job failed');
  log.child({ request: 'r' }).error({ code: 'message-parked' }, 'parked');
  expect(heard).toEqual(['warn job-failed', 'error message-parked']);
});
