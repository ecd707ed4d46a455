import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../db/ctx.ts';
import { renewClaim, type OutboxRow } from '../outbox/claim-messages.ts';
import { waitForTurn } from '../outbox/read-messages.ts';
import { messageOf } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { createBlocks } from './blocks.ts';
import type { Counters } from './counters.ts';
import { lookFor } from './look-for.ts';
import type { Place } from './place.ts';
import type { Rendered, Renderers } from './renderers.ts';
import { failureOf } from './send-failure.ts';
import { messageEventType, type Post, type SlackApi } from './slack-api.ts';
import { uploadImage, type UploadBounds } from './upload-image.ts';

export interface SendDeps {
  api: SlackApi;
  renderers: Renderers;
  placeOf(ctx: Ctx, row: OutboxRow): Promise<Place>;
  counters: Counters;
  paceMs: number;
  upload: UploadBounds;
}
/** `lost`: another process has the message meanwhile. */
export type Sent = { channel: string; ts: string } | 'lost';

/** Sends one claimed message, or finds that it was sent. Throws what went wrong. */
export async function sendMessage(deps: SendDeps, ctx: Ctx, row: OutboxRow): Promise<Sent> {
  const place = await deps.placeOf(ctx, row);
  if (row.doubtful && !place.updateTs) {
    deps.counters.lookedFor++;
    const ts = await lookFor(deps.api, row, place);
    if (ts) {
      deps.counters.foundSent++;
      return { channel: place.channel, ts };
    }
  }
  const render = deps.renderers[row.kind as keyof Renderers] as ((ctx: Ctx, row: OutboxRow) => Promise<Rendered>) | undefined;
  if (!render) throw new Error(`Nothing renders messages of kind “${row.kind}”.`);
  const rendered = await render(ctx, row);
  const fileId = rendered.image ? (row.fileId ?? (await tryUpload(deps, ctx, rendered.image))) : undefined;
  try {
    return await sendOnce(deps, ctx, row, place, rendered, fileId);
  } catch (error) {
    const failure = failureOf(error);
    if (!fileId || failure.is !== 'permanent' || failure.error !== 'invalid_blocks') throw error;
    // A picture that Slack cannot show makes it refuse the whole message: the words matter more.
    noImage(deps, ctx, row.id, failure.why);
    return sendOnce(deps, ctx, row, place, rendered, undefined);
  }
}

async function tryUpload(deps: SendDeps, ctx: Ctx, image: NonNullable<Rendered['image']>): Promise<string | undefined> {
  try {
    return await uploadImage(deps.api, image, deps.upload);
  } catch (error) {
    noImage(deps, ctx, image.title, messageOf(error));
    return undefined;
  }
}

function noImage(deps: SendDeps, ctx: Ctx, what: string, why: string): void {
  deps.counters.withoutImage++;
  ctx.log.warn({ what, error: why }, 'a message goes without its chart');
}

async function sendOnce(
  deps: SendDeps,
  ctx: Ctx,
  row: OutboxRow,
  place: Place,
  rendered: Rendered,
  fileId: string | undefined,
): Promise<Sent> {
  const post: Post = {
    channel: place.channel,
    text: rendered.text,
    blocks: withImage(rendered, row.id, fileId),
    metadata: { event_type: messageEventType, event_payload: { outbox_id: row.id } },
    ...(place.threadTs ? { thread_ts: place.threadTs } : {}),
  };
  if (!place.updateTs) await sleep(await waitForTurn(ctx, place.channel, deps.paceMs));
  const payload = JSON.stringify(post);
  // The last moment to learn that the lease has passed on; from here to Slack takes far less than a lease.
  const mine = await renewClaim(ctx, row, { payload, payloadHash: sha256(payload), fileId: fileId ?? null });
  if (!mine) return 'lost';
  return place.updateTs ? deps.api.update(post, place.updateTs) : deps.api.post(post);
}

function withImage(rendered: Rendered, seed: string, fileId: string | undefined): Post['blocks'] {
  if (!fileId || !rendered.image) return rendered.blocks;
  const image = createBlocks(`${seed}.image`).image(fileId, rendered.image.alt);
  const at = rendered.imageAt ?? rendered.blocks.length;
  return [...rendered.blocks.slice(0, at), image, ...rendered.blocks.slice(at)];
}
