import type { FindingDraft } from './findings.ts';

/** How a list names a finding, and the matter that it opens: short, without figures, so that it stays true while open. */
export function matterTitle(finding: Pick<FindingDraft, 'kind' | 'words'>, model: string): string {
  const { phrase = '', title = '', errorKind } = finding.words;
  const saysClasses = errorKind === 'wrong';
  switch (finding.kind) {
    case 'error-outside':
      return `${model}: the model ${saysClasses ? 'is wrong more often than usual' : 'misses by more than usual'}`;
    case 'error-shift':
      return `${model}: the model has been ${saysClasses ? 'wrong more often' : 'missing by more'} for some weeks`;
    case 'kpi-outside':
      return `${title || model}: outside its usual range`;
    case 'kpi-shift':
      return `${title || model}: moving away from its usual range`;
    case 'rows-short':
      return phrase ? `${model}: data are missing for ${phrase}` : `${model}: data are missing for part of the week`;
    case 'rows-many':
      return `${model}: more data than usual for ${phrase}`;
    case 'values-missing':
      return `${model}: values are missing in ${phrase}`;
    case 'run-failed':
      return `${model}: could not be checked`;
    case 'run-abstained':
      return `${model}: too little data to check`;
    case 'error-better':
      return `${model}: the model ${saysClasses ? 'is wrong less often than usual' : 'misses by less than usual'}`;
    case 'kpi-better':
      return `${title || model}: better than its usual range`;
    case 'input-drift':
      return `${model}: ${phrase} differ from the time it is compared with`;
    case 'prediction-drift':
      return `${model}: what it says differs from the time it is compared with`;
    case 'outcome-drift':
      return `${model}: the outcome differs from the time it is compared with`;
    case 'new-categories':
      return `${model}: ${phrase} that are new`;
    case 'error-in-range':
    case 'error-early':
      return `${model}: ${saysClasses ? 'how often the model is wrong' : "the model's misses"}`;
    case 'kpi-in-range':
    case 'kpi-early':
      return title || model;
  }
}
