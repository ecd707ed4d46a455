import type { Ctx } from '../db/ctx.ts';
import type { ReportInput } from '../deploy/schemas.ts';
import type { ServingSwitch } from '../deploy/serving-switch.ts';
import type { Log } from '../shared/log.ts';
import type { EditionPage } from './edition-page.ts';
import type { OperationDeps } from './operation-deps.ts';

/** What `leeway apply` asks of a running server, which alone may open the embedded database. */
export interface ApplyRequest {
  /** The file's whole text. */
  text: string;
  /** Where the file lies, absolute: paths in it are relative to its folder. */
  path: string;
  dryRun: boolean;
  prune: boolean;
  /** A table of models rather than leeway.yml. */
  table?: boolean | undefined;
  /** The person who acts; undefined: the operating system's user as a service. */
  as: string | undefined;
  user: string;
}

export interface ApplyAnswer {
  /** What changes, one line each, as a person reads it. */
  lines: string[];
  /** What only `--prune` would remove, one line each. */
  kept: string[];
  /** What waits for another person's approval, one line each. */
  waiting: string[];
  /** What the file says and people decide on elsewhere, one line each. */
  left: string[];
  /** Models whose policy requires a check that they can never pass, one line each. */
  warnings?: string[];
  /** The number of the request that asks for it; null where nothing waits and in a dry run. */
  request: number | null;
  /** Whether changes of who may do what take a second person by now. */
  isSeparated: boolean;
  /** How many people have an e-mail address and no Slack account yet; absent for a table of models. */
  withoutAccount?: number;
  /** How many watched models have no week that was ever looked at; absent likewise. */
  neverLookedAt?: number;
}

/** What `leeway outbox` asks of a running server: the messages that could not be sent, or what becomes of one. */
export interface OutboxRequest {
  verb: 'list' | 'resend' | 'drop';
  id?: string | undefined;
  reason?: string | undefined;
  /** As in `ApplyRequest`. */
  as: string | undefined;
  user: string;
}

export interface OutboxAnswer {
  lines: string[];
}

/** What an auditor or operator asks on the command line. */
export type EvidenceWish =
  | { verb: 'export'; modelId: string; from: string; to: string }
  | { verb: 'duties'; modelId?: string | undefined; from: string; to: string }
  | { verb: 'record'; modelId: string; format: 'md' | 'html' }
  | { verb: 'erase'; personId: string }
  | { verb: 'gaps'; gaps: ('unowned' | 'unmonitored' | 'no-kpi' | 'no-run')[] }
  | {
      verb: 'risk';
      riskClass?: 'low' | 'medium' | 'high' | 'none' | undefined;
      businessUnit?: string | undefined;
      onlyOpen: boolean;
    }
  | { verb: 'requests'; all: boolean }
  | { verb: 'request'; number: number };
export interface EvidenceRequest {
  wish: EvidenceWish;
  /** As in `ApplyRequest`. */
  as: string | undefined;
  user: string;
}
export interface EvidenceAnswer {
  lines: string[];
  files: { name: string; text: string }[];
}

/** What `leeway slack doctor` asks of a running server: to bind accounts that it found, and who and what is named. */
export interface SlackRequest {
  bind: { personId: string; email: string; slackTeamId: string; slackUserId: string }[];
  user: string;
}

export interface SlackAnswer {
  /** Ids of the persons who have their account from now on. */
  bound: string[];
  people: { id: string; name: string; email: string | null; slackTeamId: string | null; slackUserId: string | null }[];
  /** `usedFor`: places of leeway.yml such as `audiences.executives`. */
  channels: { id: string; usedFor: string[] }[];
}

/** What `leeway backfill` asks of a running server: to look at past weeks, or, with `since`, how far that is. */
export interface BackfillRequest {
  /** Undefined: all that are watched. */
  modelIds?: string[] | undefined;
  weeks: number;
  /** When it was asked for, from the answer to that. */
  since?: string | undefined;
  /** As in `ApplyRequest`. */
  as: string | undefined;
  user: string;
}

export interface BackfillAnswer {
  since: string;
  models: {
    modelId: string;
    /** The Mondays of the first and the last week. */
    from: string;
    until: string;
    weeks: number;
    ended: number;
    published: number;
    reason: string | null;
  }[];
}

/** What `leeway token` asks of a running server: tokens of services, never of persons. */
export interface TokenRequest {
  verb: 'create' | 'list' | 'revoke';
  name?: string | undefined;
  scopes?: string[] | undefined;
  days?: number | undefined;
  id?: string | undefined;
  /** As in `ApplyRequest`. */
  as: string | undefined;
  user: string;
}

export interface TokenAnswer {
  /** What was asked for, such as the token alone, for a program to read. */
  lines: string[];
  /** What a person should know beside it. */
  notes: string[];
}

export interface HttpDeps extends OperationDeps {
  log: Log;
  /** Signs and checks links to editions; see `linkKey`. */
  linkKey: Uint8Array;
  /** Guards the local endpoints; the data directory's lock file carries it to the command line. */
  localSecret: string;
  pingDatabase(): Promise<void>;
  queueStarted(): boolean;
  /** Undefined when there is no such edition. */
  readEdition(id: string): Promise<EditionPage | undefined>;
  apply(request: ApplyRequest): Promise<ApplyAnswer>;
  outbox(request: OutboxRequest): Promise<OutboxAnswer>;
  evidence(request: EvidenceRequest): Promise<EvidenceAnswer>;
  tokens(request: TokenRequest): Promise<TokenAnswer>;
  slack(request: SlackRequest): Promise<SlackAnswer>;
  backfill(request: BackfillRequest): Promise<BackfillAnswer>;
  /** Everything that the embedded database holds, as a file. */
  backup(): Promise<{ stream: ReadableStream; bytes: number }>;
  /** Who calls with a bearer token, in a context of this instant, and the token's scopes. Throws `unauthenticated`. */
  apiCaller: (bearer: string) => Promise<{ ctx: Ctx; scopes: readonly string[] }>;
  /** What serving systems are told, from memory. */
  servingAnswer: ServingSwitch['answer'];
  /** Who may ask for it: `open` lets anybody, for a demo on the machine itself. */
  servingAccess: 'open' | 'token';
  /** The scopes of a bearer token. Throws `unauthenticated`. */
  scopesOf(bearer: string): Promise<readonly string[]>;
  reportDeployment(report: ReportInput): Promise<{ state: string; changed: boolean }>;
  /** The page for Prometheus. */
  metrics(): Promise<string>;
  /** Hears of each answer's status. */
  answered?: (status: number) => void;
  /** How long the database may take to answer /readyz; 2 s. */
  pingTimeoutMs?: number;
  /** What keeps messages from going out, a sentence each. */
  outboxTrouble?: () => Promise<string[]>;
}
