import { createHmac } from 'node:crypto';

/**
 * The headers that prove a delivery: HMAC-SHA256 in hexadecimal over `timestamp.body` under the shared secret, as Stripe
 * and Slack sign theirs. `timestamp` is in seconds of real time, so that an old delivery can be refused; the delivery's id
 * stays the same over its tries, so that the second can be recognised.
 */
export function signDelivery(secret: string, body: string, deliveryId: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'x-leeway-timestamp': timestamp, 'x-leeway-signature': `sha256=${signature}`, 'x-leeway-delivery': deliveryId };
}
