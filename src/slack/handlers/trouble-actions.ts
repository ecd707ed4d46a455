import { show, type Turn } from '../turn.ts';
import { note } from '../views/note.ts';
import { droppedNote, resentWords, restoredWords } from '../views/trouble.ts';
import { needed, type Click } from './click.ts';

export async function onTroubleResend(turn: Turn, click: Click): Promise<void> {
  const done = await turn.verbs.resendTrouble(turn.ctx, { key: needed(click.value) });
  await show(turn, note(resentWords(done)), { replace: true });
}

export async function onTroubleDrop(turn: Turn, click: Click): Promise<void> {
  const reason = 'Dropped in Slack.';
  const done = await turn.verbs.dropTrouble(turn.ctx, { key: needed(click.value), reason });
  await show(turn, droppedNote(done), { replace: true });
}

export async function onTroubleUndo(turn: Turn, click: Click): Promise<void> {
  const done = await turn.verbs.undoDrop(turn.ctx, { dropId: needed(click.value) });
  await show(turn, note(restoredWords(done), 'See /leeway outbox.'), { replace: true });
}
