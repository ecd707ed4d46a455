import { z } from 'zod';
import { parseJson } from '../arrivals.ts';
import { show, type Turn } from '../turn.ts';
import { explainMessage } from '../views/explain.ts';
import { needed, type Click } from './click.ts';

const request = z.object({
  term: z.string().min(1).max(200),
  depth: z.enum(['simple', 'detail']),
  industry: z.string().max(100).exactOptional(),
});

export async function onExplainDepth(turn: Turn, click: Click): Promise<void> {
  const view = await turn.verbs.explain(turn.ctx, needed(parseJson(request, click.value)));
  await show(turn, explainMessage(view), { replace: true });
}

/** A menu carries no value of its own, so the term stands in its id: `detail:data drift`. */
export async function onExplainIndustry(turn: Turn, click: Click): Promise<void> {
  const [depth, ...term] = click.suffix.split(':');
  const asked = request.safeParse({ term: term.join(':'), depth, industry: click.option });
  const view = await turn.verbs.explain(turn.ctx, needed(asked.data));
  await show(turn, explainMessage(view), { replace: true });
}
