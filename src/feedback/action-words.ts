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

/** What whoever does it does next, for their list. */
export const actionSteps: Record<ActionKind, string> = {
  retrain: 'Ask for the promotion of the new version here, then say that it is done',
  threshold: 'Change it, or ask for the promotion of a version that has it, then say that it is done',
  'data-fix': 'See that the data are repaired, then say that it is done',
  process: 'Agree on it with those who work with the model, then say that it is done',
  explain: 'Explain it to whoever raised the case, then say that it is done',
  nothing: 'Say that it is done',
};

/** A new version may be what it takes. */
export const mayTakeVersion = (kind: ActionKind): boolean => kind === 'retrain' || kind === 'threshold';
