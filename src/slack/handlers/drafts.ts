import type { Turn } from '../turn.ts';
import { changeDraft } from '../views/change-forms.ts';
import { flagDraft } from '../views/flag-modal.ts';
import { ideaDraft } from '../views/idea-forms.ts';
import { needed, type Click } from './click.ts';

/** What of a form is kept, by its draft's name up to the colon. */
const keptFields: Record<string, readonly string[]> = {
  [flagDraft]: ['what', 'model', 'week'],
  [ideaDraft]: ['words', 'expert', 'scientist', 'operations'],
  [changeDraft]: ['words', 'startsOn', 'endsOn', 'models', 'other'],
};

/** Every pause in typing: a form that is closed, or opens too late, loses nothing. */
export async function onTyped(turn: Turn, click: Click): Promise<void> {
  const { id: formId, fields = {} } = needed(turn.view);
  const kept = keptFields[click.suffix.split(':')[0] ?? ''] ?? [];
  const values = Object.fromEntries(
    kept.flatMap((name): [string, string][] => {
      const value = fields[name];
      if (Array.isArray(value)) return [[name, value.join(',')]];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
  await turn.verbs.keepDraft(turn.ctx, { form: click.suffix, formId, values, typedAt: click.at });
}
