import type { RequestRow } from './request-store.ts';

/** What an approver types where the policy asks for it: `flight-delay 3`, or the request's number where there is no version. */
export const stepUpText = ({ modelId, version, number }: Pick<RequestRow, 'modelId' | 'version' | 'number'>): string =>
  modelId === null || version === null ? `request ${number}` : `${modelId} ${version}`;

/** Spaces and capitals may differ: it is there to make somebody look, not to test their typing. */
export const isTyped = (typed: string | undefined, wanted: string): boolean => plain(typed ?? '') === plain(wanted);

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
