import { z } from 'zod';
import type { RequestKind, RequestState } from '../db/schema/approvals.ts';
import type { OrderState } from '../db/schema/deploy.ts';
import type { GateState } from '../db/schema/validation.ts';
import { aliasName, modelId, versionNumber } from '../registry/schemas.ts';
import type { Fact } from '../shared/fact.ts';

/** The part of whoever is told of a request and decides nothing. */
export const noticePart = 'notice';

const words = (max: number) => z.string().trim().min(1).max(max);

export const promotionInput = z.strictObject({
  modelId,
  version: versionNumber,
  environment: aliasName,
  reason: words(2_000).optional(),
  expectedEffect: words(1_000).optional(),
  rollbackPlan: words(2_000).optional(),
  fallbackVersion: versionNumber.optional(),
  /** The checklist's items that were ticked, word for word. */
  checklist: z.array(words(200)).max(12).default([]),
  breakGlass: z.boolean().default(false),
  /** The same for a form that is sent twice. */
  clientKey: words(200).optional(),
});
export type PromotionInput = z.input<typeof promotionInput>;

export const voteInput = z.strictObject({
  requestId: z.uuid(),
  decision: z.enum(['approve', 'refuse']),
  /** The revision of the card that was before the voter's eyes. */
  revision: z.number().int().min(1),
  /** SHA-256 of the exact payload shown; null where there was no message. */
  shownHash: z.string().nullable().default(null),
  reason: words(2_000).optional(),
  /** What the voter typed where the policy asks for the version's name. */
  typed: z.string().max(200).optional(),
  checklist: z.array(words(200)).max(12).default([]),
});
export type VoteInput = z.input<typeof voteInput>;

/** One gate as a card shows it. The sentence's figures are facts. */
export interface GateLine {
  gate: string;
  title: string;
  state: GateState;
  required: boolean;
  mayBeOutvoted: boolean;
  reason: string | null;
  facts: Fact[];
}

/** A sentence with its facts; `short` has the figures that matter alone. */
export interface WeighedLine {
  text: string;
  short?: string;
  facts: Fact[];
}

/** One seat and who has it or may still take it. */
export interface SeatLine {
  seat: string;
  phrase: string;
  count: number;
  words: 'business' | 'engineering' | 'compliance';
  checklist: string[];
  votes: {
    personId: string;
    name: string;
    decision: 'approve' | 'refuse';
    at: Date;
    onBehalfOf?: string;
    outvoted: string[];
    /** Why they refused. */
    reason?: string;
  }[];
  /** Who may still vote in this seat; at most ten are named. */
  open: { personId: string; name: string }[];
}

/** Everything a card, a letter, a page or an evidence pack says of a request; figures only as facts. */
export interface RequestView {
  requestId: string;
  number: number;
  kind: RequestKind;
  state: RequestState;
  revision: number;
  cardId: string;
  model: { id: string; title: string; companyGoal: string | null; businessQuestion: string | null } | null;
  environment: string | null;
  version: { number: number; description: string } | null;
  replaces: { number: number; description: string } | null;
  fallback: number | null;
  breakGlass: boolean;
  /** Of an emergency: who was told of it and decides nothing, by name. */
  told?: string[];
  requester: { id: string; name: string };
  requestedAt: Date;
  reason: string | null;
  expectedEffect: string | null;
  rollbackPlan: string | null;
  /** A configuration's or rule's changes, one line each. */
  changes: string[];
  /** The same in everyday words, for whoever never saw the file; absent where the lines are plain enough. */
  said?: string[];
  /** What is better, what is worse, in order of weight. */
  better: WeighedLine[];
  worse: WeighedLine[];
  notKnown: string[];
  gates: GateLine[];
  seats: SeatLine[];
  /** The decision as one question. */
  question: string;
  expiresAt: Date;
  zone: string;
  stepUp: boolean;
  /** What has to be typed to agree, where the policy asks for it: `flight-delay 3`. */
  stepUpText: string | null;
  /** Why nobody may approve now, such as a freeze; null when they may. */
  held: string | null;
  /** The case whose answer it was asked for. */
  followsFrom?: { actionId: string; caseId: string; caseNumber: number };
  /** It was asked at the command line, and the requester has not said yet that it was they. */
  unconfirmed?: true;
  outcome: string | null;
  order: {
    id: string;
    state: OrderState;
    /** Who carries it out, by the name of leeway.yml. */
    deployer: string;
    /** The deployer had taken it on, whatever became of it. */
    taken: boolean;
    /** Of a failure, its raw text. */
    outcome: string | null;
    url: string | null;
    finishedAt: Date | null;
  } | null;
  policy: { id: string; version: number; title: string };
}
