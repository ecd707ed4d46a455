import { App } from '@slack/bolt';
import type { Anchor } from '../audit/anchors.ts';
import type { Ctx } from '../db/ctx.ts';
import { systemActor } from '../shared/actor.ts';
import type { Desk } from './attend.ts';
import { createCounters, type Counters } from './counters.ts';
import type { SlackDeps } from './deps.ts';
import { createFetchReceiver } from './fetch-receiver.ts';
import { createHome } from './home.ts';
import { createInbox } from './inbox.ts';
import { listenToActions } from './listen-actions.ts';
import { listenToCommands } from './listen-commands.ts';
import { concernsUs, listenToEvents } from './listen-events.ts';
import { listenToForms } from './listen-forms.ts';
import { listenToShortcuts } from './listen-shortcuts.ts';
import { createPlaces } from './place.ts';
import { readAnchors } from './read-anchors.ts';
import { createRenderers } from './renderers.ts';
import type { IntakeDeps } from './intake.ts';
import type { SlackReceiver } from './receiver.ts';
import { createSender, type Sender } from './sender.ts';
import { asSlackLogger, createSlackApi } from './slack-api.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import { defaultTuning } from './tuning.ts';
import { uploadBounds } from './upload-image.ts';

export interface Slack {
  /** To be mounted at POST /slack/events; 404 in Socket Mode. */
  receive(request: Request): Promise<Response>;
  /** Begins to receive and to send. */
  start(): void;
  sender: Sender;
  /** The job `slack-event`: handles a stored event; again after a failure, and not at all once it is done. */
  handleEvent(key: string): Promise<void>;
  counters: Readonly<Counters>;
  /** How many connections stand, in Socket Mode; undefined over HTTP. */
  connections(): number | undefined;
  /** The audit chain's anchors as they stand in the channel, oldest first. */
  anchors(): Promise<Anchor[]>;
  /** Forgets keys of deliveries older than a week; to be called now and then. Returns how many. */
  prune(): Promise<number>;
  /** Finishes what was acknowledged and what is being sent. */
  stop(): Promise<void>;
}

/** Slack over HTTP or Socket Mode: only the receiver differs. */
export function createSlack(deps: SlackDeps): Slack {
  const { config, log, verbs, charts } = deps;
  const tuning = { ...defaultTuning, ...deps.tuning };
  const upload = deps.upload ?? uploadBounds;
  const counters = createCounters();
  const ctx = (): Ctx => ({ db: deps.db, actor: systemActor('slack'), now: deps.clock.now(), log });
  const api = createSlackApi({
    token: config.botToken,
    timeoutMs: tuning.callTimeoutMs,
    log,
    ...(config.apiUrl ? { apiUrl: config.apiUrl } : {}),
  });
  const inbox = createInbox(ctx, deps.queue);
  const receiver = createReceiver(deps, {
    counters,
    log,
    acknowledged: deps.acknowledged,
    async acceptEvent(body) {
      if (!(await concernsUs(desk, body))) counters.eventsIgnored++;
      else if (await inbox.accept(body)) counters.eventsStored++;
      else counters.duplicates++;
    },
  });
  const home = createHome({ api, charts, verbs, upload });
  const desk: Desk = { deps, api, home, inbox, counters, tuning, ctx, afterAck: (work) => receiver.afterAck(work) };
  const app = createBolt(deps, receiver);
  listenToCommands(app, desk);
  listenToActions(app, desk);
  listenToForms(app, desk);
  listenToShortcuts(app, desk);
  listenToEvents(app, desk);
  const placeOf = createPlaces({ slackUserOf: (of, personId) => deps.slackUserOf(of, personId) });
  const sender = createSender({
    api,
    renderers: createRenderers(verbs, charts),
    placeOf,
    counters,
    paceMs: tuning.paceMs,
    upload,
    ctx,
    tuning,
  });
  return {
    receive: (request) => receiver.receive(request),
    start() {
      void receiver.start();
      sender.start();
    },
    sender,
    async handleEvent(key) {
      const payload = await inbox.load(key);
      if (!payload) return;
      await app.processEvent({ body: payload as Record<string, unknown>, ack: async () => {} });
      await inbox.finish(key);
    },
    counters,
    connections: () => receiver.connections(),
    anchors: () => readAnchors(ctx(), api),
    prune: () => inbox.prune(),
    async stop() {
      await receiver.stop();
      await sender.stop();
    },
  };
}

function createReceiver({ config }: SlackDeps, intake: IntakeDeps): SlackReceiver {
  const { appToken, signingSecret = '', apiUrl } = config;
  return appToken ? createSocketReceiver({ ...intake, appToken, apiUrl }) : createFetchReceiver({ ...intake, signingSecret });
}

function createBolt({ config, log }: SlackDeps, receiver: SlackReceiver): App {
  const app = new App({
    receiver,
    // Bolt's own would ask Slack's auth.test before it handles anything.
    authorize: async () => ({ botToken: config.botToken }),
    ignoreSelf: false,
    convoStore: false,
    logger: asSlackLogger(log),
    clientOptions: config.apiUrl ? { slackApiUrl: config.apiUrl } : {},
  });
  // A failed event goes back to its queue; everything else was told to the person it came from.
  app.error(async (error) => {
    throw error;
  });
  return app;
}
