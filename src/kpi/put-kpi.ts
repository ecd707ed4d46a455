import type { WriteCtx } from '../audit/write.ts';
import { deleteKpi, upsertKpi, type Kpi } from './store.ts';

/** Writes a KPI's definition in the transaction of a verb, which authorises and audits. */
export const putKpi = (w: WriteCtx, kpi: Kpi): Promise<void> => upsertKpi(w.db, kpi);

/** Takes a KPI's definition away; facts that were stated about it stay. */
export const removeKpi = (w: WriteCtx, modelId: string, id: string): Promise<void> => deleteKpi(w.db, modelId, id);
