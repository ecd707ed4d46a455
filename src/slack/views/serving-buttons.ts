import { actionIds } from '../action-ids.ts';
import { button, carry } from '../blocks.ts';
import { confirm } from '../elements.ts';

export interface ServingPlace {
  modelId: string;
  modelName: string;
  environment: string;
  /** What serves there as far as the reader sees; null where nothing does. */
  version: number | null;
}

/** The place with what was seen to serve there; `revision` carries where the way back was said to lead. */
const carryServing = ({ modelId, environment, version }: ServingPlace, to?: number, requestId?: string): string =>
  carry({
    kind: requestId ? `serving:${requestId}` : 'serving',
    id: `${modelId}/${environment}/${version ?? ''}`,
    ...(to === undefined ? {} : { revision: to }),
  });

/** `requestId`: of the card on which the button stands. */
export const rollBackButton = (place: ServingPlace & { fallback: number }, requestId?: string) => ({
  ...button(actionIds.rollBack, `Roll back to version ${place.fallback}`, carryServing(place, place.fallback, requestId), {
    style: 'danger' as const,
    label: `Roll back ${place.modelName} to version ${place.fallback}`,
  }),
  ...confirm({
    title: `Back to version ${place.fallback}?`,
    words: `Version ${place.fallback} of ${place.modelName.slice(0, 80)} returns in ${place.environment}${
      place.version === null ? '' : `, in place of version ${place.version}`
    }. Nobody else has to agree. You are asked for the reason afterwards.`,
    yes: 'Roll back',
  }),
});

/** Where nobody knows yet who reads it: shows what serves, with the buttons that whoever clicked may press. */
export const servingButton = (modelId: string) =>
  button(actionIds.servingOpen, 'Go back or pause…', carry({ kind: 'model', id: modelId }));

export const pauseButton = (place: ServingPlace) => ({
  ...button(actionIds.pause, 'Pause', carryServing(place), {
    label: `Pause ${place.modelName} in ${place.environment}`,
  }),
  ...confirm({
    title: 'Pause this model?',
    words: `Systems that ask Leeway are told to do without ${place.modelName.slice(0, 80)} in ${place.environment} until somebody resumes it. Nobody else has to agree. You are asked for the reason afterwards.`,
    yes: 'Pause',
  }),
});

export const resumeButton = (place: ServingPlace) => ({
  ...button(actionIds.resume, 'Resume', carryServing(place), {
    label: `Resume ${place.modelName} in ${place.environment}`,
  }),
  ...confirm({
    title: 'Let it serve again?',
    words: `${place.version === null ? 'The model' : `Version ${place.version}`} of ${place.modelName.slice(0, 80)} answers in ${place.environment} again.`,
    yes: 'Resume',
  }),
});

/** What a standing rule did is undone by one person. */
export const undoButton = ({ ruleId, windowStart }: { ruleId: string; windowStart: string }) => ({
  ...button(actionIds.undoRule, 'Undo', carry({ kind: 'rule', id: `${ruleId}|${windowStart}` }), {
    label: 'Undo what the rule did',
  }),
  ...confirm({
    title: 'Undo what the rule did?',
    words: 'What served before the rule acted serves again. Nobody else has to agree.',
    yes: 'Undo',
  }),
});
