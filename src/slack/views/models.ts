import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification, plain, said, type Said } from '../text.ts';

export interface ModelLine {
  modelId: string;
  name: string;
  /** `Typical miss 21.9 minutes, outside its usual range` */
  health: Said;
}
export interface ModelListView {
  /** What the list is of, where it is not a search: `2 models are not watched by anything.` */
  title?: string;
  search: string;
  models: ModelLine[];
  total: number;
  /** The place of the first one shown among all, from 1. */
  from: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
}

export function modelListMessage(view: ModelListView): Outgoing {
  const make = createBlocks();
  const found = view.search ? ` that match “${view.search}”` : '';
  const count = view.total === 1 ? '1 model' : `${view.total.toLocaleString('en-US')} models`;
  const text = view.title ?? (view.total === 0 ? `No models${found}.` : `${count}${found}.`);
  const blocks = [
    make.section(
      'count',
      `*${mrkdwn(text, 300)}*${view.total > view.models.length ? ` Shown: ${view.from}–${view.from + view.models.length - 1}.` : ''}`,
    ),
  ];
  for (const model of view.models.slice(0, 40)) {
    const value = carry({ kind: 'model', id: model.modelId });
    const line = `*${mrkdwn(model.name, 200)}*\n${said(model.health, 300)}`;
    blocks.push(
      make.section(`model:${model.modelId}`, line, button(actionIds.modelRecord, 'Open', value, { label: `Open ${model.name}` })),
    );
  }
  if (view.total === 0 && view.title === undefined)
    blocks.push(
      make.context('hint', [view.search ? 'Try fewer letters, or /leeway models for all.' : 'Register one in leeway.yml.']),
    );
  const search = plain(view.search, 200);
  const turns = [
    ...(view.from > 1 ? [button(`${actionIds.modelsPage}:start`, 'From the start', JSON.stringify({ search, from: 1 }))] : []),
    ...(view.next
      ? [
          button(
            `${actionIds.modelsPage}:next`,
            'Next page',
            JSON.stringify({ search, after: view.next, from: view.from + view.models.length }),
          ),
        ]
      : []),
  ];
  if (turns.length > 0) blocks.push(make.actions('pages', turns));
  return { text: notification(text), blocks };
}
