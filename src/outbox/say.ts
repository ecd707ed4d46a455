import type { WriteCtx } from '../audit/write.ts';
import { LeewayError } from '../shared/errors.ts';
import { announceWritten } from './wake.ts';
import { insertMessages } from './store.ts';

/** What Leeway can say, and what each message needs to be rendered: ids, never text that could grow old. */
export interface Messages {
  /** The digest itself; its remaining findings go into its thread as `edition-details`. */
  edition: { editionId: string };
  'edition-details': { editionId: string };
  /** A digest was due and is not out: to its audience, and to whoever runs Leeway. Its data is digest/late-digest.ts'. */
  'digest-late': { audienceId: string; destination: string; periodStart: string };
  answer: { answerId: string };
  'case-opened-flagger': { caseId: string };
  'case-opened-owner': { caseId: string };
  /** What cannot wait for a digest: to the owner concerned, and to the channel of the model's team. */
  alert: { matterId: string; ownerId: string | null };
  /** So much went wrong at once that the rest is told in one line. */
  'alerts-more': Record<string, never>;
  /** `givenBy`: the person who gave it to whoever reads this, where it was not taken. */
  'matter-taken': { matterId: string; givenBy?: string };
  'matter-done': { matterId: string };
  /** A card in its channel, and a person's own copy of it. */
  card: { cardId: string };
  'card-letter': { cardId: string; personId: string };
  /** A line of a card's history, in its thread. */
  'card-event': { eventId: string };
  /** The audit chain's head, for people outside to keep; `line` is what a check reads back. */
  anchor: { seq: number; hash: string; why: 'daily' | 'decision'; line: string };
  /** What serves was changed by hand or by a rule; see deploy/announce.ts. */
  'serving-changed': { modelId: string; environment: string; change: string; actId: string; [more: string]: string };
  /** A version went live; its data is approvals/read-release.ts'. */
  'release-notice': { orderId: string };
  /** An expert's own copy of some decisions to judge, one at a time; what they all said; what came of it. */
  'sample-letter': { roundId: string; personId: string };
  'sample-result': { roundId: string };
  'sample-outcome': { roundId: string; personId: string };
  /** Builders and business owner of a model exchanged nothing in a quarter: to each of the two. */
  'contact-letter': { modelId: string; quarterStart: string; personId: string };
  /** A person who found several texts of no use is asked what to change. */
  'usefulness-ask': { personId: string; askedAt: string };
  /** To an operator: what does not go out, and what to do. */
  'outbox-trouble': Record<string, never>;
  notice: { text: string };
  /** What is shown at once and kept nowhere, such as help in a thread; `reply` is the transport's own. */
  reply: { reply: object };
}
export type MessageKind = keyof Messages;

export interface Say<K extends MessageKind> {
  /** Made by the caller where another message of the same transaction refers to it. */
  id?: string;
  kind: K;
  data: Messages[K];
  /** A channel's id or `#name`, or `person:<id>` for a direct message. */
  destination: string;
  /** Outbox id of the message whose thread it belongs in. */
  threadOf?: string;
  /** Slack's `ts` of a thread that a person opened. */
  threadTs?: string;
  /**
   * Outbox id of the message that it replaces in place. It is rendered when it is sent: of several that wait, the newest
   * is sent; none is where nothing would change, or where that message was never sent.
   */
  updates?: string;
  /** What it shows that may change while it stands, such as `matter:<id>`: see `refreshShowing`. */
  shows?: readonly string[];
  /** Said twice with the same key, sent once. */
  dedupeKey: string;
}

const maxKeyLength = 300;
const maxAtOnce = 2_000;

/** Writes a message in the verb's transaction. Returns its id, or undefined when the same key was said before. */
export async function say<K extends MessageKind>(w: WriteCtx, message: Say<K>): Promise<string | undefined> {
  return (await sayAll(w, [message]))[0];
}

/** Writes several in one statement, in their order. Returns the ids of those whose key was not said before. */
export async function sayAll<K extends MessageKind>(w: WriteCtx, messages: readonly Say<K>[]): Promise<string[]> {
  if (messages.length > maxAtOnce)
    throw new LeewayError('too-large', `At most ${maxAtOnce} messages are written at once, not ${messages.length}.`);
  const ids = await insertMessages(
    w.db,
    messages.map((message) => rowOf(w, message)),
  );
  if (ids.length > 0) w.afterCommit(announceWritten);
  return ids;
}

function rowOf<K extends MessageKind>(w: WriteCtx, { shows, data, ...row }: Say<K>) {
  if (row.dedupeKey.length > maxKeyLength) {
    throw new LeewayError('invalid', `A message's key may have ${maxKeyLength} characters, not ${row.dedupeKey.length}.`);
  }
  const kept: Record<string, unknown> = { ...data, ...(shows && shows.length > 0 ? { shows } : {}) };
  return { ...row, data: kept, madeAt: w.now, saidBy: w.actor.kind === 'person' ? w.actor.id : null };
}
