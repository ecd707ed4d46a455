import type { WriteCtx } from '../audit/write.ts';
import type { MatterKind } from '../db/schema/matters.ts';
import type { Day } from '../shared/period.ts';
import { upsertOpen, type MatterRow } from './store.ts';

export interface OpenMatter {
  kind: MatterKind;
  modelId: string;
  /** Same subject, same key: a matter that is open already is kept, not doubled. */
  key: string;
  title: string;
  /** 0 to 100. */
  severity: number;
  openedFor: Day;
  findingId?: string;
}

/** Opens a matter in the transaction that found it, or renews the one that is open. Audited where it is new. */
export async function openMatter(w: WriteCtx, input: OpenMatter): Promise<MatterRow> {
  const row = await upsertOpen(w.db, { ...input, openedAt: w.now });
  if (row.openedAt.getTime() === w.now.getTime() && row.revision === 1) {
    w.audit({ verb: 'matters.open', subject: `matter:${row.id}`, detail: { ...input } });
  }
  return row;
}
