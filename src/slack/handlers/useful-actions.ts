import type { Turn } from '../turn.ts';
import { usefulChoices } from '../views/useful-ask.ts';
import { needed, type Click } from './click.ts';

/** What should change, in a click; the message then says what did. */
export async function onUsefulChoice(turn: Turn, click: Click): Promise<void> {
  const choice = click.suffix === 'undo' ? 'undo' : needed(usefulChoices.find((one) => one === click.suffix));
  await turn.verbs.chooseUseful(turn.ctx, { choice });
}
