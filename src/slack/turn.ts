import type { types } from '@slack/bolt';
import type { Ctx } from '../db/ctx.ts';
import { modal, type Outgoing } from './blocks.ts';
import { viewIds } from './action-ids.ts';
import type { Home } from './home.ts';
import type { Respond } from './respond.ts';
import type { SlackApi } from './slack-api.ts';
import type { SlackVerbs } from './verbs.ts';

/** One command, click or form of a known person, with all that a handler needs. */
export interface Turn {
  ctx: Ctx;
  verbs: SlackVerbs;
  api: SlackApi;
  home: Home;
  userId: string;
  /** Good for three seconds. */
  triggerId: string;
  channel: string | undefined;
  /** The modal or Home in which something was clicked. */
  view: { id: string; hash: string | undefined; type: string; fields?: Record<string, unknown> } | undefined;
  /** The message that was clicked in is the person's own and can be replaced. */
  isEphemeral: boolean;
  respond: Respond | undefined;
}

/** Shows something to the person alone: beside the message it came from, or in a modal where there is no message. */
export async function show(turn: Turn, message: Outgoing, options: { title?: string; replace?: boolean } = {}): Promise<void> {
  if (turn.respond) return turn.respond(message, { replace: options.replace === true && turn.isEphemeral });
  const blocks = message.blocks.filter((block) => block.type !== 'actions' && block.type !== 'context_actions');
  await put(turn, modal({ callbackId: viewIds.note, title: options.title ?? 'Leeway' }, blocks));
}

/** A form in place of the modal in which it was asked for, else in one of its own. */
export async function put(turn: Turn, view: types.ModalView): Promise<void> {
  if (turn.view?.type === 'modal') await turn.api.updateView(turn.view.id, view, turn.view.hash);
  else await turn.api.openView(turn.triggerId, view);
}
