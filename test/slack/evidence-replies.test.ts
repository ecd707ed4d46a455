import { describe, expect, it } from 'vitest';
import { evidenceReply } from '../../src/slack/verbs/evidence-replies.ts';
import { useBench } from '../approvals/fixture.ts';

const bench = useBench();
const now = '2001-06-18T15:00:00Z';
const ask = async (text: string, { isCommand = true, as = 'grace' } = {}) =>
  evidenceReply(await bench.as(as, now), text, isCommand);

describe('who asks for evidence', () => {
  it.each([
    'audit',
    'evidence',
    'audit flight-delay',
    'audit export for Flight Delay',
    'duties',
    'record flight-delay',
    'evidence no-such-model',
  ])('is told what to type, with a model and days that there are: /leeway %s', async (text) => {
    expect(await ask(text)).toMatchObject({
      is: 'note',
      sentence: expect.stringContaining('`leeway audit export --model flight-delay --from 2001-03-19 --to 2001-06-18`'),
      hint: 'You may do this yourself, or ask an operator to.',
    });
  });

  it('reads the days that were asked about in the command', async () =>
    expect(await ask('who decided anything between 1 May and 15 June?')).toMatchObject({
      sentence: expect.stringContaining('--from 2001-05-01 --to 2001-06-15`'),
    }));

  it('is told whom to ask where a command would refuse', async () =>
    expect(await ask('audit', { as: 'tom' })).toMatchObject({ hint: 'Ask compliance for it.' }));

  it('is understood in plain words where two days are named', async () => {
    expect(await ask('what was approved from 1 may to 18 june', { isCommand: false })).toBeDefined();
    expect(await ask('audit', { isCommand: false })).toBeUndefined();
  });

  it.each(['audit trail', 'who approved version 3?', 'recordings of flight-delay', 'status flight-delay'])(
    'is not meant by “%s”',
    async (text) => expect(await ask(text)).toBeUndefined(),
  );
});
