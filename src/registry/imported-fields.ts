import type { model } from '../db/schema/registry.ts';

type ModelRow = typeof model.$inferSelect;

/** The fields that a table of models may fill, in the order in which changes are said, with what holds where none ever did. */
export const unsaid = {
  title: '',
  description: '',
  teamId: null,
  stage: 'production',
  riskClass: null,
  companyGoal: null,
  businessQuestion: null,
  endUser: null,
  costlyError: null,
  unitSingular: 'row',
  unitPlural: 'rows',
} as const satisfies Partial<ModelRow>;

type ImportedField = keyof typeof unsaid;
export type ImportedFields = Pick<ModelRow, ImportedField>;

/** What `of` gives for each of them. */
export const eachImported = <T>(of: (field: ImportedField) => T): Record<ImportedField, T> =>
  Object.fromEntries((Object.keys(unsaid) as ImportedField[]).map((field) => [field, of(field)])) as Record<ImportedField, T>;
