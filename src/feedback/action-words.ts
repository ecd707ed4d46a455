import type { ActionKind } from '../db/schema/feedback.ts';

/** What is done about a case, in everyday words. */
export const actionWords: Record<ActionKind, string> = {
  retrain: 'Teach the model with newer data',
  threshold: 'Move the line at which it raises a hand',
  'data-fix': 'Repair the data',
  process: 'Change how we work with it',
  explain: 'Explain how it comes about',
  nothing: 'Nothing is changed',
};

export const actionTitle = (kind: ActionKind, caseNumber: number): string => `${actionWords[kind]} (case ${caseNumber})`;
