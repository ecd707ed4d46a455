import { button, carry, createBlocks, type Outgoing } from '../blocks.ts';
import { actionIds } from '../action-ids.ts';
import { mrkdwn, notification, plain } from '../text.ts';

export interface ModelLine {
  modelId: string;
  name: string;
  /** `Typical miss 21.9 minutes, outside its usual range` */
  health: string;
}
export interface ModelListView {
  search: string;
  models: ModelLine[];
  total: number;
  /** From 0. */
  page: number;
  pageSize: number;
}

export function modelListMessage(view: ModelListView, seed: string): Outgoing {
  const make = createBlocks(seed);
  const found = view.search ? ` that match “${view.search}”` : '';
  const count = view.total === 1 ? '1 model' : `${view.total.toLocaleString('en-US')} models`;
  const text = view.total === 0 ? `No models${found}.` : `${count}${found}.`;
  const first = view.page * view.pageSize + 1;
  const blocks = [
    make.section(
      `*${mrkdwn(text, 300)}*${view.total > view.pageSize ? ` Shown: ${first}–${first + view.models.length - 1}.` : ''}`,
    ),
  ];
  for (const model of view.models.slice(0, 40)) {
    const value = carry({ kind: 'model', id: model.modelId });
    const line = `*${mrkdwn(model.name, 200)}*\n${mrkdwn(model.health, 300)}`;
    blocks.push(make.section(line, button(actionIds.modelRecord, 'Open', value, { label: `Open ${model.name}` })));
  }
  if (view.total === 0)
    blocks.push(make.context([view.search ? 'Try fewer letters, or /leeway models for all.' : 'Register one in leeway.yml.']));
  const to = (page: number) => JSON.stringify({ search: plain(view.search, 200), page });
  const turns = [
    ...(view.page > 0 ? [button(`${actionIds.modelsPage}:back`, 'Page before', to(view.page - 1))] : []),
    ...(first + view.models.length <= view.total ? [button(`${actionIds.modelsPage}:next`, 'Next page', to(view.page + 1))] : []),
  ];
  if (turns.length > 0) blocks.push(make.actions(turns));
  return { text: notification(text), blocks };
}
