import type { WebClient } from '@slack/web-api';
import { setTimeout as sleep } from 'node:timers/promises';
import { LeewayError, messageOf } from '../shared/errors.ts';

export interface SlackFile {
  name: string;
  bytes: Uint8Array;
}
export interface DownloadWish {
  fileId: string;
  /** Who gives it: Slack's user id. */
  userId: string;
  maxBytes: number;
}
interface Way {
  client: WebClient;
  token: string;
  /** Where the Web API is, when it is not Slack's own. */
  apiUrl: string | undefined;
  timeoutMs: number;
}

/** A file that was just sent is worked through by Slack within seconds. */
const pollMs = 300;
const maxPolls = 20;
const pasteIt = 'Paste the table instead, or send the file again.';

/**
 * A file that a person gave to Leeway, read with the bot's token (scope files:read). Throws what that person can act on: it was
 * deleted, is somebody else's, is too large, or Slack does not let Leeway read it.
 */
export async function downloadFile(way: Way, { fileId, userId, maxBytes }: DownloadWish): Promise<SlackFile> {
  const file = await readyFile(way.client, fileId);
  if (file.user !== userId)
    throw new LeewayError('forbidden', 'This file was uploaded by somebody else.', {
      field: 'file',
      hint: 'Upload it yourself: what is counted stands under the name of whoever sends it.',
    });
  if ((file.size ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const address = file.url_private_download ?? file.url_private;
  if (!address || !isSlack(address, way.apiUrl))
    throw new LeewayError('invalid', 'The file is not kept in Slack, so I cannot read it.', { field: 'file', hint: pasteIt });
  return { name: file.name ?? 'the file', bytes: await bytesAt(way, address, maxBytes) };
}

async function readyFile(client: WebClient, fileId: string) {
  for (let poll = 0; poll < maxPolls; poll++) {
    if (poll > 0) await sleep(pollMs);
    const { file } = await client.files.info({ file: fileId }).catch((error: unknown) => {
      throw refused(error);
    });
    if (file?.mode === 'tombstone') throw gone();
    if (file?.mimetype) return file;
  }
  throw new LeewayError('unavailable', 'Slack has not taken the file in yet.', { field: 'file', hint: 'Try again in a minute.' });
}

/** The token goes to Slack alone. */
function isSlack(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, protocol, hostname } = new URL(address);
  if (apiUrl) return origin === new URL(apiUrl).origin;
  return protocol === 'https:' && /(^|\.)slack(-gov|-files)?\.com$/.test(hostname);
}

async function bytesAt({ token, timeoutMs }: Way, address: string, maxBytes: number): Promise<Uint8Array> {
  let answer: Response;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    answer = await fetch(address, { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw unreadable(error);
  }
  if (answer.status === 404 || answer.status === 410) throw gone();
  // Without the scope Slack sends the page to sign in, as if nothing were wrong.
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (answer.status !== 200 || isPage || !answer.body) throw isPage || answer.status < 500 ? notAllowed() : unreadable(undefined);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof LeewayError ? error : unreadable(error);
  }
  return Buffer.concat(chunks);
}

function refused(error: unknown): LeewayError {
  const code = (error as { data?: { error?: string } }).data?.error;
  if (code === 'file_deleted' || code === 'file_not_found') return gone();
  if (code === 'missing_scope' || code === 'not_allowed_token_type' || code === 'access_denied') return notAllowed();
  return unreadable(error);
}

const gone = () =>
  new LeewayError('not-found', 'The file is not there any more: it was deleted, or I may not see it.', {
    field: 'file',
    hint: 'Choose it again.',
  });
const notAllowed = () =>
  new LeewayError('unavailable', 'Slack does not let me read files here.', {
    field: 'file',
    hint: 'Paste the table instead, and ask whoever set Leeway up for the permission files:read.',
  });
const unreadable = (error: unknown) =>
  new LeewayError('unavailable', 'Slack did not give me the file.', {
    field: 'file',
    hint: pasteIt,
    ...(error === undefined ? {} : { cause: messageOf(error) }),
  });
const tooLarge = (maxBytes: number) =>
  new LeewayError('too-large', `The file is larger than ${maxBytes / 1_000_000} MB.`, {
    field: 'file',
    hint: 'Send it in parts.',
  });
