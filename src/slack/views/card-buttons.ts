import type { RequestView } from '../../approvals/schemas.ts';
import { actionIds } from '../action-ids.ts';
import { button, carry, type ActionElement } from '../blocks.ts';
import { overflow } from '../elements.ts';
import { pauseButton, resumeButton, rollBackButton } from './serving-buttons.ts';
import { askedOf } from './request-words.ts';

/** What one chooses under ⋯; the value has to fit Slack's 150 characters. */
export const moreOptions = ['delegate', 'details', 'withdraw'] as const;
export type MoreOption = (typeof moreOptions)[number];
const moreValue = (option: MoreOption, view: RequestView, message?: string) =>
  [option, view.requestId, view.revision, message ?? ''].join('|');

const labels: Record<MoreOption, string> = { delegate: 'Delegate…', details: 'Details', withdraw: 'Withdraw (requester)' };

export const carryRequest = (view: Pick<RequestView, 'requestId' | 'revision'>, message?: string): string =>
  carry({ kind: 'request', id: view.requestId, revision: view.revision, ...(message ? { message } : {}) });

export const detailsButton = (view: RequestView, message?: string) =>
  button(actionIds.requestDetails, 'Details', carryRequest(view, message), { label: `Details of request ${view.number}` });

/** Whether it was they who asked at the command line; only the requester's own copy has them. */
export function askedButtons(view: RequestView, message: string): ActionElement[] {
  const value = carryRequest(view, message);
  const about = `request ${view.number}`;
  return [
    button(actionIds.confirmAsked, 'Yes, I asked for this', value, { style: 'primary', label: `Yes, I asked for ${about}` }),
    button(actionIds.denyAsked, 'No, I did not', value, { style: 'danger', label: `No, I did not ask for ${about}` }),
  ];
}

/** The buttons of a card or letter by where its subject stands; `message` is the outbox message that they stand in. */
export function cardButtons(
  view: RequestView,
  message: string,
  options: readonly MoreOption[] = moreOptions,
  paused = false,
): ActionElement[] {
  const value = carryRequest(view, message);
  const more = (...chosen: MoreOption[]) =>
    overflow(
      actionIds.requestMore,
      chosen.map((option) => ({ label: labels[option], value: moreValue(option, view, message) })),
    );
  if (view.state === 'open') {
    const about = askedOf(view);
    return [
      button(actionIds.approve, 'Approve', value, { style: 'primary', label: `Approve: ${about}` }),
      button(actionIds.refuse, 'Refuse', value, { label: `Refuse: ${about}` }),
      button(actionIds.askRequester, 'Ask', value, { label: `Ask about: ${about}` }),
      more(...options),
    ];
  }
  if (view.state === 'queued') return [more('details', 'withdraw')];
  const live = view.order?.state === 'succeeded' && view.model && view.environment && view.version;
  if (!live) return [detailsButton(view, message)];
  const serving = {
    modelId: view.model!.id,
    modelName: view.model!.title,
    environment: view.environment!,
    version: view.version!.number,
    fallback: view.fallback,
  };
  return [
    ...(view.fallback === null ? [] : [rollBackButton({ ...serving, fallback: view.fallback }, view.requestId)]),
    paused ? resumeButton(serving) : pauseButton(serving),
    detailsButton(view, message),
  ];
}
