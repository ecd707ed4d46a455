import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../db/ctx.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import type { Claims } from '../outbox/claims-together.ts';
import { readLastSent, readMessage, waitForTurn } from '../outbox/read-messages.ts';
import type { Settlement } from '../outbox/settle-message.ts';
import { messageOf } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { reached } from '../shared/steps.ts';
import { createBlocks, type Block } from './blocks.ts';
import type { Counters } from './counters.ts';
import { lookFor } from './look-for.ts';
import { isUser, type Place } from './place.ts';
import type { Rendered, Renderers, ToDraw } from './renderers.ts';
import { failureOf } from './send-failure.ts';
import { keepChat } from './store.ts';
import { messageEventType, type Post, type SlackApi } from './slack-api.ts';
import { uploadImage, type Picture, type UploadBounds } from './upload-image.ts';

export interface SendDeps {
  api: SlackApi;
  claims: Claims;
  renderers: Renderers;
  placeOf(ctx: Ctx, row: OutboxRow): Promise<Place>;
  counters: Counters;
  paceMs: number;
  upload: UploadBounds;
}
/** `lost`: another process has the message meanwhile. `dropped`: an edit that has nothing to change. */
export type Sent = Extract<Settlement, { is: 'sent' | 'dropped' }> | 'lost';

const never: Sent = { is: 'dropped', why: 'The message that it edits was never sent; when it is, it shows the newest state.' };
const unchanged: Sent = { is: 'dropped', why: 'Nothing in the message had changed.' };

/** Sends one claimed message, or finds that it was sent. Throws what went wrong. */
export async function sendMessage(deps: SendDeps, ctx: Ctx, row: OutboxRow): Promise<Sent> {
  if (row.updates && (await wasNeverSent(ctx, row.updates))) return never;
  const place = await deps.placeOf(ctx, row);
  if (row.doubtful && !place.updateTs) {
    deps.counters.lookedFor++;
    const ts = await lookFor(deps.api, row, place);
    if (ts) {
      deps.counters.foundSent++;
      return { is: 'sent', channel: place.channel, ts };
    }
  }
  const render = deps.renderers[row.kind as keyof Renderers] as ((ctx: Ctx, row: OutboxRow) => Promise<Rendered>) | undefined;
  if (!render) throw new Error(`Nothing renders messages of kind “${row.kind}”.`);
  const rendered = await render(ctx, row);
  const before = row.updates ? await readLastSent(ctx, row.updates) : undefined;
  const image =
    rendered.picture && ((await imageOf(rendered.picture, row, before)) ?? (await newImage(deps, ctx, rendered.picture)));
  if (image) reached('chart-uploaded', row.id);
  try {
    return await sendOnce(deps, ctx, row, { place, rendered, before, image });
  } catch (error) {
    const failure = failureOf(error);
    if (!image || failure.is !== 'permanent' || failure.error !== 'invalid_blocks') throw error;
    // A picture that Slack cannot show makes it refuse the whole message: the words matter more.
    noImage(deps, ctx, row.id, failure.why);
    return sendOnce(deps, ctx, row, { place, rendered, before, image: undefined });
  }
}

async function wasNeverSent(ctx: Ctx, id: string): Promise<boolean> {
  const original = await readMessage(ctx, id);
  return original?.slackTs === null && (original.state === 'parked' || original.state === 'dropped');
}

/** The image block of an earlier try, or of the message as it stands, where it shows the same picture. */
async function imageOf({ key }: ToDraw, row: OutboxRow, before: OutboxRow | undefined): Promise<Block | undefined> {
  const blockId = createBlocks().image(key, '', '').block_id;
  for (const { payload, fileId } of [row, before ?? row]) {
    if (!payload || !fileId) continue;
    const { blocks } = JSON.parse(payload) as { blocks: Block[] };
    const image = blocks.find((block) => block.type === 'image' && block.block_id === blockId);
    if (image) return image;
  }
  return undefined;
}

async function newImage(deps: SendDeps, ctx: Ctx, { key, title, draw }: ToDraw): Promise<Block | undefined> {
  let picture: Picture;
  try {
    picture = await draw();
  } catch (error) {
    ctx.log.warn(
      { code: 'chart-not-drawn', chart: title, error: messageOf(error) },
      'a chart was not drawn; its message goes without',
    );
    return undefined;
  }
  try {
    return createBlocks().image(key, await uploadImage(deps.api, picture, deps.upload), picture.alt);
  } catch (error) {
    noImage(deps, ctx, title, messageOf(error));
    return undefined;
  }
}

function noImage(deps: SendDeps, ctx: Ctx, what: string, why: string): void {
  deps.counters.withoutImage++;
  ctx.log.warn({ code: 'message-without-chart', what, error: why }, 'a message goes without its chart');
}

interface Sending {
  place: Place;
  rendered: Rendered;
  /** What Slack shows now, for an edit. */
  before: OutboxRow | undefined;
  image: Block | undefined;
}

async function sendOnce(deps: SendDeps, ctx: Ctx, row: OutboxRow, { place, rendered, before, image }: Sending): Promise<Sent> {
  const at = rendered.imageAt ?? rendered.blocks.length;
  const post: Post = {
    channel: place.channel,
    text: rendered.text,
    blocks: image ? [...rendered.blocks.slice(0, at), image, ...rendered.blocks.slice(at)] : rendered.blocks,
    // An edit keeps the name of what it edits, by which that is found.
    metadata: { event_type: messageEventType, event_payload: { ...rendered.remember, outbox_id: row.updates ?? row.id } },
    ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
  };
  const waitMs = place.updateTs ? 0 : await waitForTurn(ctx, place.channel, deps.paceMs);
  if (waitMs > 0) await sleep(waitMs);
  const payload = JSON.stringify(post);
  if (before?.state === 'sent' && before.payload && shownBy(JSON.parse(before.payload) as Post) === shownBy(post))
    return unchanged;
  // The last moment to learn that the lease has passed on; from here to Slack takes far less than a lease.
  const keep = { payload, payloadHash: sha256(payload), fileId: fileIdOf(image), revision: rendered.revision ?? null };
  if (!(await deps.claims.renew(row, keep))) return 'lost';
  reached('message-leaving', row.id);
  const sent = await (place.updateTs ? deps.api.update(post, place.updateTs) : deps.api.post(post));
  reached('message-posted', row.id);
  if (isUser(place.channel)) await remember(ctx, place.channel, sent.channel);
  return { is: 'sent', ...sent };
}

/** The message is out: what of the chat could not be kept is told by Slack's next answer. */
const remember = (ctx: Ctx, slackUser: string, channel: string): Promise<void> =>
  keepChat(ctx.db, { slackUser, channel }).catch((error: unknown) =>
    ctx.log.debug({ error: messageOf(error) }, 'the chat of a direct message was not kept'),
  );

/** What a reader sees of a message, by which an edit that changes nothing is known. */
const shownBy = ({ text, blocks }: Post): string => sha256(JSON.stringify([text, blocks]));

const fileIdOf = (image: Block | undefined): string | null =>
  (image?.type === 'image' && 'slack_file' in image && image.slack_file && 'id' in image.slack_file && image.slack_file.id) ||
  null;
