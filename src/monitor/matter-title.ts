import type { FindingDraft } from './findings.ts';

/** How a list names the matter that a finding opens: short, without figures, so that it stays true while open. */
export function matterTitle(finding: Pick<FindingDraft, 'kind' | 'words' | 'direction'>, model: string): string {
  const { phrase = '', title = '' } = finding.words;
  switch (finding.kind) {
    case 'error-outside':
      return `${model}: the model misses by more than usual`;
    case 'error-shift':
      return `${model}: the model has been missing by more for some weeks`;
    case 'kpi-outside':
      return `${title || model}: outside its usual range`;
    case 'kpi-shift':
      return `${title || model}: moving away from its usual range`;
    case 'rows-short':
      return `${model}: data are missing for part of the week`;
    case 'values-missing':
      return `${model}: values are missing in ${phrase}`;
    case 'run-failed':
      return `${model}: could not be checked`;
    case 'run-abstained':
      return `${model}: too little data to check`;
    default:
      return `${model}: ${finding.kind.replaceAll('-', ' ')}`;
  }
}
