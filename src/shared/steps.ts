import { channel } from 'node:diagnostics_channel';

/** The places between the due instant of a digest and Slack's confirmation, in their order, at which a process may die. */
export const digestSteps = [
  'schedule-claimed',
  'digest-taken',
  'edition-composed',
  'edition-frozen',
  'edition-queued',
  'message-claimed',
  'chart-uploaded',
  'message-leaving',
  'message-posted',
  'message-recorded',
] as const;
export type DigestStep = (typeof digestSteps)[number];

const steps = channel('leeway:digest');

/** Says on the diagnostics channel `leeway:digest` that a step was reached: `{ step, about }`. Costs nothing unheard. */
export function reached(step: DigestStep, about: string): void {
  if (steps.hasSubscribers) steps.publish({ step, about });
}
