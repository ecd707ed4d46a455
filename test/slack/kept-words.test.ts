import { describe, expect, it } from 'vitest';
import { readDraft } from '../../src/feedback/drafts.ts';
import { openFraming } from '../../src/framing/open-framing.ts';
import { onCommand } from '../../src/slack/handlers/commands.ts';
import type { Turn } from '../../src/slack/turn.ts';
import { useBench } from '../approvals/fixture.ts';
import { useDesk, users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { control, messages, press, modal, command, send } = useDesk(bench);

const textOf = (message: any): string => JSON.stringify(message?.blocks ?? []);
const fieldOf = (view: any, block: string) => view.blocks.find((one: any) => one.block_id === block)?.element;
const draft = async (form: string) => (await readDraft(await bench.as('marcus'), form))?.values;
async function type(view: any, blockId: string, value: string): Promise<void> {
  const actionId = fieldOf(view, blockId).action_id;
  const container = { kind: 'view', viewId: view.id };
  const values = { [blockId]: { [actionId]: value } };
  await control('POST', 'actions', { as: users['marcus'], container, blockId, actionId, value, values });
}
const close = (view: any) => control('POST', `views/${view.id}/close`, { as: users['marcus'], all: true });
const whisper = async (words: string) => (await messages('marcus')).find((one) => one.ephemeral && textOf(one).includes(words));

describe('what was typed', () => {
  it('into the form for complaints and not sent stands in it again', async () => {
    await command('marcus', 'complaints');
    const view = await modal('marcus');
    await type(view, 'count', '37');
    await until(async () => (await draft('complaints'))?.['count'] === '37');
    await close(view);
    await command('marcus', 'complaints');
    await until(async () => textOf(await modal('marcus')).includes('did not send yet'));
    const again = await modal('marcus');
    expect(fieldOf(again, 'count').initial_value).toBe('37');
    const submitted = { count: { [fieldOf(again, 'count').action_id]: '37' } };
    await control('POST', `views/${again.id}/submit`, { as: users['marcus'], values: submitted });
    await until(async () => textOf(await modal('marcus')).includes('Kept.'));
    expect(await draft('complaints')).toBeUndefined();
  });

  it('into an answer to an idea’s question and not sent stands in it again, for that question alone', async () => {
    const idea = { words: 'Know customers.', people: { expert: 'marcus' }, clientKey: 'idea' };
    const { framingId } = await openFraming(await bench.as('marcus'), idea);
    await command('marcus', 'idea 1');
    await send();
    await until(async () => (await whisper('idea-answer')) !== undefined);
    const card = await whisper('idea-answer');
    await press('marcus', card, 'idea-answer');
    const view = await modal('marcus');
    const block = view.blocks.find((one: any) => one.type === 'input').block_id as string;
    await type(view, block, 'The agents at the gate');
    const name = `idea-answer:${framingId}:${block.slice('answer-'.length)}`;
    await until(async () => (await draft(name))?.[block] === 'The agents at the gate');
    await close(view);
    await press('marcus', card, 'idea-answer');
    await until(async () => textOf(await modal('marcus')).includes('did not send yet'));
    const again = await modal('marcus');
    expect(fieldOf(again, block).initial_value).toBe('The agents at the gate');
    const submitted = { [block]: { [fieldOf(again, block).action_id]: 'The agents at the gate' } };
    await control('POST', `views/${again.id}/submit`, { as: users['marcus'], values: submitted });
    await until(async () => textOf(await modal('marcus')).includes('Kept.'));
    expect(await draft(name)).toBeUndefined();
    expect(textOf(await modal('marcus'))).not.toContain('did not send yet');
  });

  it('after a command that is refused stands in the form that its button opens', async () => {
    await command('marcus', 'complaints many flight-delay');
    await until(async () => (await whisper('is no whole number')) !== undefined);
    await press('marcus', await whisper('is no whole number'), 'ask-again:form');
    await until(async () => textOf(await modal('marcus')).includes('You typed: many flight-delay'));
    expect(fieldOf(await modal('marcus'), 'model').initial_option.value).toBe('flight-delay');
  });

  it('and is more than the form holds comes back, and what fits stands in the form', async () => {
    const words = `${'new gates in Denver '.repeat(150)}and the last of it`;
    const opened: unknown[] = [];
    const told: unknown[] = [];
    const turn = {
      verbs: {
        command: async () => ({ is: 'change-form', words }),
        changeForm: async (_ctx: unknown, form: { words: string }) => ({ ...form, choices: [], others: [] }),
      },
      api: { openView: async (_id: string, view: unknown) => void opened.push(view) },
      respond: async (message: unknown) => void told.push(message),
    } as unknown as Turn;
    await onCommand(turn, `change "${words}"`);
    const { initial_value: fits } = fieldOf(opened[0], 'words');
    expect(fits.length).toBeGreaterThan(2_900);
    expect(JSON.stringify(told)).toContain('This did not fit:');
    expect(JSON.stringify(told)).toContain(words.slice(fits.length).trim());
  });
});
