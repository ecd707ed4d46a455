import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { LeewayError } from '../shared/errors.ts';

export type SignatureFault = 'outsideTimeWindow' | 'wrongSignature';
export type SignatureCheck = (headers: Pick<Headers, 'get'>, body: Buffer, nowMs: number) => SignatureFault | undefined;

const maxClockSkewSeconds = 300;
const wholeSeconds = /^\d{1,12}$/;
const versionedHash = /^v0=[\da-f]{64}$/;

/**
 * Slack's signature: HMAC-SHA256 over `v0:<timestamp>:<raw body>`
 * (docs.slack.dev/authentication/verifying-requests-from-slack). Bolt's own check computes three HMACs a request, each
 * with a key made anew, which was half of what an acknowledgement cost; and it lets requests from the future pass, which
 * would stay valid until then. Fails with a `config` error on an empty secret.
 */
export function createSignatureCheck(signingSecret: string): SignatureCheck {
  if (signingSecret === '') {
    throw new LeewayError('config', 'SLACK_SIGNING_SECRET is empty. Slack shows it under “Basic Information”.', {
      field: 'SLACK_SIGNING_SECRET',
    });
  }
  const key = createSecretKey(signingSecret, 'utf8');
  return (headers, body, nowMs) => {
    const timestamp = headers.get('x-slack-request-timestamp') ?? '';
    const signature = headers.get('x-slack-signature') ?? '';
    if (!wholeSeconds.test(timestamp) || !versionedHash.test(signature)) return 'wrongSignature';
    if (Math.abs(nowMs / 1000 - Number(timestamp)) > maxClockSkewSeconds) return 'outsideTimeWindow';
    const wanted = createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest();
    return timingSafeEqual(wanted, Buffer.from(signature.slice('v0='.length), 'hex')) ? undefined : 'wrongSignature';
  };
}
