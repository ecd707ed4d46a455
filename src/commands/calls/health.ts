import { messageOf } from '../../shared/errors.ts';
import { exits, flag, print, readOptions, type Answer } from '../call.ts';

const timeoutMs = 4_000;

/** For a container's health check, which has no other program to ask with. */
export const answer: Answer = async (call) => {
  const { live = false } = readOptions(call, { live: flag });
  const { host, port } = call.settings();
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const url = `http://${isEverywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}${live ? '/healthz' : '/readyz'}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    const { reasons = [] } = (await response.json().catch(() => ({}))) as { reasons?: string[] };
    print(response.ok ? `Leeway ${live ? 'answers' : 'is ready'}.` : ['Leeway is not ready.', ...reasons].join(' '));
    return response.ok ? exits.ok : exits.failed;
  } catch (error) {
    print(`Leeway does not answer at ${url} (${messageOf(error)}).`);
    return exits.failed;
  }
};
