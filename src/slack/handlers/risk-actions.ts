import { z } from 'zod';
import { parseJson } from '../arrivals.ts';
import { riskFilters } from '../decision-command.ts';
import { show, type Turn } from '../turn.ts';
import { riskMessage } from '../views/risk.ts';
import { needed, type Click } from './click.ts';

const page = z.object({ riskClass: z.enum(riskFilters).exactOptional(), from: z.number().int().min(1).max(500) });

export async function onRiskPage(turn: Turn, click: Click): Promise<void> {
  const view = await turn.verbs.risk(turn.ctx, needed(parseJson(page, click.value)));
  await show(turn, riskMessage(view), { title: 'Risk', replace: true });
}
