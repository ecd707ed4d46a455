import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

export const matterKinds = [
  'alert',
  'data-quality',
  'case',
  'change',
  'review',
  'action',
  'framing',
  'contact',
  'sample',
] as const;
export type MatterKind = (typeof matterKinds)[number];
export const matterStates = ['open', 'taken', 'done'] as const;
export type MatterState = (typeof matterStates)[number];

/** Something open that somebody must bring to an end. One open matter for a model, kind and key. */
export const matter = pgTable(
  'matter',
  {
    id: id(),
    kind: text().$type<MatterKind>().notNull(),
    modelId: text().notNull(),
    key: text().notNull(),
    title: text().notNull(),
    severity: integer().notNull(),
    state: text().$type<MatterState>().notNull().default('open'),
    /** Who has it in hand; null until taken. */
    ownerId: text(),
    deputyId: text(),
    nextStep: text(),
    dueOn: day(),
    openedAt: at().notNull(),
    openedFor: day().notNull(),
    takenAt: at(),
    doneAt: at(),
    doneById: text(),
    outcome: text(),
    findingId: uuid(),
    revision: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('matter_one_open')
      .on(t.modelId, t.kind, t.key)
      .where(sql`${t.state} <> 'done'`),
    index('matter_owner').on(t.ownerId, t.state, t.dueOn),
    index('matter_open').on(t.state, t.severity, t.openedAt),
    index('matter_model').on(t.modelId, t.state),
    index('matter_deputy').on(t.deputyId, t.state),
    index('matter_done').on(t.doneAt),
  ],
);
