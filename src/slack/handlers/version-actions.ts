import { carriedBy } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { requestModal } from '../views/request-modal.ts';
import { versionDetails } from '../views/version-details.ts';
import { versionMessage } from '../views/version-page.ts';
import { needed, type Click } from './click.ts';

/** `kind` is the place: `to:production`. */
export async function onPromote(turn: Turn, click: Click): Promise<void> {
  const { kind, id, revision } = needed(carriedBy(click.value));
  const wish = { modelId: id, version: needed(revision), environment: kind.replace(/^to:/, '') };
  await turn.api.openView(turn.triggerId, requestModal(await turn.verbs.promotionForm(turn.ctx, wish)));
}

export async function onVersionPage(turn: Turn, click: Click): Promise<void> {
  await show(turn, versionMessage(await turn.verbs.versionPage(turn.ctx, versionOf(click))), { title: 'Version', replace: true });
}

export async function onVersionDetails(turn: Turn, click: Click): Promise<void> {
  await turn.api.openView(turn.triggerId, versionDetails(await turn.verbs.versionPage(turn.ctx, versionOf(click))));
}

function versionOf(click: Click): { modelId: string; version?: number } {
  const { id, revision } = needed(carriedBy(click.value));
  return { modelId: id, ...(revision === undefined ? {} : { version: revision }) };
}
