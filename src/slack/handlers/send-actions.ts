import { z } from 'zod';
import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { note } from '../views/note.ts';
import { needed, type Click } from './click.ts';

export async function onShare(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.share(turn.ctx, { answerId: needed(carriedBy(click.value)).id, channel: needed(turn.channel) });
  await show(turn, note('Shared. It appears in this channel in a moment.'), { replace: false });
}

export async function onSendToMe(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.sendToMe(turn.ctx, { editionId: needed(carriedBy(click.value)).id });
  await show(turn, note('On its way to you as a direct message; nobody else gets it.'));
}

const digest = z.strictObject({ audienceId: z.string(), destination: z.string(), periodStart: z.iso.date() });

export async function onDigestAgain(turn: Turn, click: Click): Promise<void> {
  await turn.verbs.tryDigestAgain(turn.ctx, digest.parse(JSON.parse(needed(click.value))));
  await show(turn, note('It is being made. This message changes once it is out.'));
}
