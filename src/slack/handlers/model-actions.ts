import { z } from 'zod';
import { carriedBy, parseJson } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { modelRecordMessage } from '../views/model-record.ts';
import { modelListMessage } from '../views/models.ts';
import { needed, type Click } from './click.ts';

const page = z.object({
  search: z.string().max(200),
  after: z.string().max(300).exactOptional(),
  from: z.number().int().min(1).max(1_000_000),
});

export async function onModelsPage(turn: Turn, click: Click): Promise<void> {
  const view = await turn.verbs.models(turn.ctx, needed(parseJson(page, click.value)));
  await show(turn, modelListMessage(view), { replace: true });
}

export async function onModelRecord(turn: Turn, click: Click): Promise<void> {
  const record = await turn.verbs.modelRecord(turn.ctx, { modelId: needed(carriedBy(click.value)).id });
  await show(turn, modelRecordMessage(record), { title: 'Model' });
}
