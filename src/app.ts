import { resolve } from 'node:path';
import { Hono } from 'hono';
import { applyApproved } from './apply/apply-approved.ts';
import { verifyAudit } from './audit/verify.ts';
import { createCharts, type Charts } from './charts/create-charts.ts';
import { backfillRequest } from './commands/backfill-request.ts';
import { applyAs, applyRequest } from './commands/apply-request.ts';
import { outboxRequest } from './commands/outbox-request.ts';
import { slackRequest } from './commands/slack-request.ts';
import { tokenRequest } from './commands/token-request.ts';
import { evidenceRequest } from './commands/evidence-request.ts';
import type { Config } from './config.ts';
import { createFits, registerLatestFit } from './demo-version.ts';
import { createDemoSandbox, restoreSandbox, sandboxSlack } from './demo-sandbox.ts';
import type { Ctx } from './db/ctx.ts';
import { backupStream } from './db/backup/backup-stream.ts';
import { installationSecret } from './db/installation-secret.ts';
import type { Database } from './db/open.ts';
import { createDeployers } from './deploy/create-deployers.ts';
import { reportDeployment } from './deploy/report-deployment.ts';
import { createServingSwitch } from './deploy/serving-switch.ts';
import { createDuckDbEngine } from './engines/duckdb.ts';
import type { Engine } from './engines/engine.ts';
import { createHttp } from './http/create-http.ts';
import { readEditionPage } from './http/read-edition-page.ts';
import { linkKey, signLink } from './http/signed-link.ts';
import { createLanguageModel } from './llm/create-language-model.ts';
import { createHandlers } from './jobs/handlers.ts';
import { startMinuteTick } from './jobs/minute-tick.ts';
import { createMovedClock, type MovedClock } from './jobs/moved-clock.ts';
import { tick } from './jobs/tick.ts';
import { createWorker } from './jobs/worker.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import { readOwnWorkspace } from './own-workspace.ts';
import { actorFor, findPersonBySlack } from './people/find-person.ts';
import { readPersons } from './people/read-persons.ts';
import { authenticate } from './people/tokens.ts';
import { releaseRuns } from './monitor/release-runs.ts';
import { releaseClaims } from './outbox/claim-messages.ts';
import { troubleWarnings } from './outbox/trouble.ts';
import { handBack } from './queue/hand-back.ts';
import { createQueue, queueNames } from './queue/queue.ts';
import type { Sandbox } from './sandbox/create-sandbox.ts';
import { systemActor } from './shared/actor.ts';
import { realClock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';
import { createSlackVerbs } from './slack/verbs/create-slack-verbs.ts';
import { createSlack, type Slack } from './slack/create-slack.ts';

export interface AppPorts {
  database: Database;
  log: Log;
  metrics?: Metrics;
  /** Where this process is reached by itself; known once it listens. */
  ownUrl: () => string;
  /** Guards the local endpoints. */
  localSecret: string;
  engine?: Engine;
  charts?: Charts;
  /** Aborted when Leeway is to stop, also while it is still getting ready. */
  stop?: AbortSignal;
  /** Where the sandbox's clock starts in a database that has not seen it. */
  clockStart?: Date;
}

export interface App {
  http: Hono;
  slack: Slack;
  sandbox: Sandbox | undefined;
  clock: MovedClock | undefined;
  /** A context of the system's at this instant of domain time. */
  ctx(job: string): Ctx;
  /** Does and sends everything that waits. */
  settle: () => Promise<void>;
  /** Moves the sandbox's clock and does what falls due on the way. */
  advance(to: Date, onProgress: (message: string) => void): Promise<void>;
  /** Puts earlier messages back into the sandbox, which forgets them when the process ends. */
  restoreSandbox(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

/** A link to an edition works for a quarter; a new one stands under the newest digest. Real time. */
const linkLifeDays = 90;
/** The same all day, so that a message that did not change is not edited for its link. */
const linkEnd = () => new Date((Math.floor(Date.now() / dayMs) + linkLifeDays + 1) * dayMs);
const dayMs = 86_400_000;

const isLoopbackHost = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** What a process that died had in hand: nobody else can have it, because one process at a time opens the embedded database. */
async function takeOver(ctx: Ctx): Promise<void> {
  const found = { jobs: await handBack(ctx.db), looks: await releaseRuns(ctx), messages: await releaseClaims(ctx) };
  if (found.jobs + found.looks + found.messages > 0) ctx.log.info(found, 'what was in hand when Leeway last ended goes on');
}

/** Wires everything; nothing runs by itself until `start`. Tests use it too. */
export async function createApp(config: Config, ports: AppPorts): Promise<App> {
  const { database, log, metrics } = ports;
  const { db } = database;
  const moved = config.slack ? undefined : await createMovedClock({ db }, ports.clockStart ?? new Date());
  const clock = moved ?? realClock;
  const ctx = (job: string): Ctx => ({ db, actor: systemActor(job), now: clock.now(), log });
  let queueStarted = false;
  const queue = await createQueue(database, log);
  queueStarted = true;
  if (database.backend.kind === 'pglite') await takeOver(ctx('start'));
  const engine = ports.engine ?? createDuckDbEngine({}, ports.stop);
  const charts = ports.charts ?? createCharts();
  const key = linkKey(await installationSecret(db));
  const local = sandboxSlack(ports.ownUrl);
  const languageModel = config.languageModel && createLanguageModel(config.languageModel);
  const slackConfig = config.slack ?? local;
  const slack = createSlack({
    config: slackConfig,
    db,
    queue,
    charts,
    clock,
    log,
    verbs: createSlackVerbs({
      languageModel,
      linkFor: (id) => `${config.publicUrl ?? ports.ownUrl()}/e/${signLink(key, { editionId: id, expiresAt: linkEnd() })}`,
    }),
    actorFor: async (at, teamId, userId) => {
      const person = await findPersonBySlack(at, teamId, userId);
      return person && actorFor(person, `${teamId}/${userId}`);
    },
    slackUserOf: async (at, personId) => (await readPersons(at, [personId])).get(personId)?.slackUserId ?? undefined,
    ...(metrics ? { acknowledged: metrics.acknowledged } : {}),
    ...(config.slack ? {} : { tuning: { paceMs: 0 } }),
  });
  const deployers = createDeployers({
    secret: config.deploySecret,
    tokenKey: key,
    ownUrl: () => config.publicUrl ?? ports.ownUrl(),
  });
  const worker = createWorker({
    queue,
    log,
    ...(metrics ? { worked: metrics.worked } : {}),
    handlers: createHandlers({
      ...(metrics ? { ran: metrics.ran } : {}),
      ctx,
      engine,
      deployers,
      languageModel,
      applyApproved,
      handleSlackEvent: (one) => slack.handleEvent(one),
    }),
  });
  const look = () => tick(ctx('tick'), queue);
  const settle = async () => {
    await worker.drain();
    await slack.sender.drain();
  };
  const fits = createFits(config.dataDir);
  const sandbox =
    moved &&
    createDemoSandbox({
      clock: moved,
      credentials: local,
      ownUrl: ports.ownUrl,
      log,
      ctx: () => ctx('clock'),
      tick: look,
      settle,
      stopped: () => ports.stop?.aborted === true,
      own: await readOwnWorkspace(ctx('start')),
      doings: [
        {
          name: 'register-version-3',
          label: 'Register version 3 as Priya',
          run: async () => registerLatestFit(ctx('demo'), engine, { folder: await fits.folder() }),
        },
      ],
    });
  const serving = createServingSwitch(database, clock, log);
  await serving.start();
  const http = createHttp({
    log,
    linkKey: key,
    localSecret: ports.localSecret,
    pingDatabase: () => database.ping(),
    queueStarted: () => queueStarted,
    outboxTrouble: () => troubleWarnings(ctx('health')),
    servingAnswer: serving.answer,
    servingAccess: !config.slack && isLoopbackHost(config.host) ? 'open' : 'token',
    scopesOf: async (bearer) => (await authenticate({ db }, bearer)).scopes,
    reportDeployment: (report) => reportDeployment(ctx('call-back'), report),
    readEdition: (id) => readEditionPage(ctx('page'), charts, id),
    apply: (request) => applyRequest({ db, log, now: clock.now() }, request),
    outbox: (request) => outboxRequest({ db, log, now: clock.now() }, request),
    tokens: (request) => tokenRequest({ db, log, now: clock.now() }, request),
    backfill: (request) => backfillRequest({ db, log, now: clock.now() }, request),
    slack: (request) => slackRequest({ db, log, now: clock.now() }, request),
    apiCaller: async (bearer) => {
      const { actor, scopes } = await authenticate({ db }, bearer);
      return { ctx: { db, actor, now: clock.now(), log }, scopes };
    },
    metrics: async () =>
      (await metrics?.scrape({
        db,
        now: () => clock.now(),
        kind: database.backend.kind,
        queues: queueNames,
        slack: slack.counters,
        connections: slack.connections(),
      })) ?? '',
    ...(metrics ? { answered: metrics.answered } : {}),
    evidence: (request) => evidenceRequest({ db, log, now: clock.now() }, request, () => slack.anchors()),
    backup: () => backupStream(database, config.dataDir),
    verifyAudit: async () => verifyAudit(ctx('audit'), await slack.anchors()),
    applyAs: (as, wish) => applyAs(as, { ...wish, path: resolve(config.configFile) }),
    anchors: () => slack.anchors(),
  });
  const root = new Hono();
  root.post('/slack/events', (c) => slack.receive(c.req.raw));
  if (sandbox) {
    root.get('/', (c) => c.redirect('/sandbox/'));
    root.route('/sandbox', sandbox.app);
  }
  root.route('/', http);
  let stopTick: (() => void) | undefined;
  return {
    http: root,
    slack,
    sandbox,
    clock: moved,
    ctx,
    settle,
    async advance(to, onProgress) {
      await sandbox?.moveClock(to, onProgress);
    },
    async restoreSandbox() {
      if (sandbox) await restoreSandbox(sandbox, ctx('start'), charts);
    },
    start() {
      worker.start();
      slack.start();
      stopTick = startMinuteTick(async () => {
        await slack.prune();
        await look();
      }, log);
    },
    async close() {
      queueStarted = false;
      stopTick?.();
      sandbox?.close();
      await slack.stop();
      await worker.stop();
      await serving.stop();
      await queue.close();
      await charts.close();
      await engine.close();
      await fits.close();
    },
  };
}
