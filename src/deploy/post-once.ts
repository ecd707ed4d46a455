import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { LeewayError, messageOf } from '../shared/errors.ts';
import type { Address } from './safe-target.ts';

export interface Answer {
  status: number;
  location: string | undefined;
  body: string;
}

const maxAnswerBytes = 65_536;

/**
 * One POST to an address that was checked, over a connection of its own. Redirects are not followed. `timeoutMs` covers all
 * of it, to the last byte of the answer. Throws `unavailable` when no whole answer came.
 */
export function postOnce(
  target: URL,
  { address, family }: Address,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<Answer> {
  const lookup: LookupFunction = (_host, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise<Answer>((resolve, reject) => {
    const fail = (why: string) => reject(new LeewayError('unavailable', `${target.host} ${why}.`));
    const sent = send(
      target,
      {
        method: 'POST',
        agent: false,
        lookup,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        const answered = (body: string) =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body });
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          parts.push(part);
          if (bytes <= maxAnswerBytes) return;
          // The status is what counts; nobody has to read a book.
          answered('');
          sent.destroy();
        });
        response.on('error', (error) => fail(`did not answer whole (${messageOf(error)})`));
        response.on('end', () => answered(Buffer.concat(parts).toString('utf8')));
      },
    );
    sent.on('error', (error) =>
      fail(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? `did not answer within ${timeoutMs / 1000} s`
          : `cannot be reached (${messageOf(error)})`,
      ),
    );
    sent.end(body);
  });
}
