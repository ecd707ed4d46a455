import { describe, expect, it } from 'vitest';
import { useBench } from '../approvals/fixture.ts';
import { useDesk } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { messages, whispers, press, modal, submit, command } = useDesk(bench);
const said = async (as: string, count = 1) => {
  await until(async () => (await whispers(as)).length >= count);
  return (await messages(as)).findLast((one) => one.ephemeral);
};

describe('a note on a version', () => {
  it('is written from its page, and stands there with name and day, its words in no audit entry', async () => {
    await command('tom', 'version flight-delay 3');
    await press('tom', await said('tom'), 'version-note');
    const view = await modal('tom');
    expect((await submit('tom', view, { words: '  ' }))['errors']).toEqual({ words: 'Write something first.' });
    await submit('tom', view, { words: 'Optimistic on *Fridays*.' });
    await command('dana', 'version flight-delay 3');
    expect(JSON.stringify((await said('dana')).blocks)).toMatch(/\*Note\* by Tom, 18 June 2001: Optimistic on/);
    const [entry] = await bench.entries('registry.note-version');
    expect(entry).toMatchObject({ actor: { id: 'tom' }, detail: { version: 3 } });
    expect(JSON.stringify(entry)).not.toContain('Fridays');
  });

  it('is offered to nobody who may not write one', async () => {
    await command('grace', 'version flight-delay 3');
    const text = JSON.stringify((await said('grace')).blocks);
    expect(text).toContain('version-details');
    expect(text).not.toContain('version-note');
  });
});
