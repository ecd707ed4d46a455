/** More than any honest answer has: a digest's sentences have some thousand characters. */
export const maxReplyBytes = 256 * 1024;

export class ReplyTooLarge extends Error {}

/**
 * A fetch that follows no redirect, stops reading after `maxReplyBytes`, and whose body is given up with the signal as well:
 * an endless answer costs neither memory nor time.
 */
export const boundedFetch =
  (signal: AbortSignal): typeof fetch =>
  async (input, init) => {
    const both = init?.signal ? AbortSignal.any([init.signal, signal]) : signal;
    const response = await fetch(input, { ...init, signal: both, redirect: 'error' });
    if (!response.body) return response;
    let bytes = 0;
    const bounded = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > maxReplyBytes) controller.error(new ReplyTooLarge(`more than ${maxReplyBytes} bytes`));
          else controller.enqueue(chunk);
        },
      }),
    );
    return new Response(bounded, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
