import { setTimeout as sleep } from 'node:timers/promises';
import { LeewayError } from '../shared/errors.ts';
import { plain } from './text.ts';
import type { SlackApi } from './slack-api.ts';

export interface Picture {
  png: Buffer;
  alt: string;
  title: string;
}
export interface UploadBounds {
  timeoutMs: number;
  pollMs: number;
  maxPolls: number;
}
export const uploadBounds: UploadBounds = { timeoutMs: 10_000, pollMs: 400, maxPolls: 25 };

/**
 * Uploads a PNG and waits until Slack has taken it in: a message that names it earlier is refused as a whole. Returns the
 * file's id. Throws when any step fails or it takes longer than the bounds; the message goes without it then.
 */
export async function uploadImage(api: SlackApi, picture: Picture, bounds = uploadBounds): Promise<string> {
  const { files } = api.client;
  const target = await files.getUploadURLExternal({
    filename: 'chart.png',
    length: picture.png.length,
    alt_text: plain(picture.alt, 1000),
  });
  if (!target.upload_url || !target.file_id)
    throw new LeewayError('unavailable', 'Slack gave no address to upload the chart to.');
  const form = new FormData();
  form.append('body', new Blob([new Uint8Array(picture.png)], { type: 'image/png' }), 'chart.png');
  const taken = await fetch(target.upload_url, { method: 'POST', body: form, signal: AbortSignal.timeout(bounds.timeoutMs) });
  if (!taken.ok) throw new LeewayError('unavailable', `Slack refused the chart’s upload (${taken.status}).`);
  await files.completeUploadExternal({ files: [{ id: target.file_id, title: plain(picture.title, 200) }] });
  for (let poll = 0; poll < bounds.maxPolls; poll++) {
    const { file } = await files.info({ file: target.file_id });
    if (file?.mimetype) return target.file_id;
    await sleep(bounds.pollMs);
  }
  throw new LeewayError('unavailable', `Slack had not taken the chart in after ${bounds.maxPolls} looks.`);
}
