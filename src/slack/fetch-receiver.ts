import type { Counters } from './counters.ts';
import { createIntake, type Acknowledgement, type IntakeDeps } from './intake.ts';
import type { SlackReceiver } from './receiver.ts';
import { parseBody, readBody } from './request-body.ts';
import { createSignatureCheck, type SignatureFault } from './signature.ts';

export interface ReceiverDeps extends IntakeDeps {
  signingSecret: string;
  /** Real time. */
  nowMs?: () => number;
}

const empty = (status: number) => new Response(null, { status });

/** Slack over HTTP: Bolt's receiver on the Fetch API. */
export function createFetchReceiver(deps: ReceiverDeps): SlackReceiver {
  const { counters, acknowledged, nowMs = Date.now } = deps;
  const faultOf = createSignatureCheck(deps.signingSecret);
  const intake = createIntake(deps);

  async function answerTo(request: Request): Promise<Response> {
    const raw = await readBody(request);
    if (raw === undefined) return refuse(counters, 'tooLarge', 413);
    const contentType = request.headers.get('content-type') ?? '';
    // Slack's check of the certificate is unsigned: it gets its answer and nothing more.
    if (isSslCheck(raw, contentType)) return empty(200);
    const fault = faultOf(request.headers, raw, nowMs());
    if (fault) return refuse(counters, fault, 401);
    const sent = parseBody(raw.toString('utf8'), contentType);
    if (!sent) return refuse(counters, 'malformed', 400);
    if (sent.is === 'verification') return Response.json({ challenge: sent.body.challenge });
    return responseOf(await intake.take(sent));
  }

  return {
    async receive(request) {
      const began = performance.now();
      const answer = await intake.arriving(() => answerTo(request));
      acknowledged?.({ outcome: answer.ok ? 'acknowledged' : 'refused', seconds: (performance.now() - began) / 1000 });
      return answer;
    },
    connections: () => undefined,
    afterAck: (work) => intake.afterAck(work),
    init: (bolt) => intake.init(bolt),
    start: async () => {},
    async stop() {
      await Promise.all([intake.refuse(), intake.finish()]);
    },
  };
}

function responseOf(answer: Acknowledgement): Response {
  if (!answer.ok) return empty(answer.status);
  return answer.said ? Response.json(answer.said) : empty(200);
}

function refuse(counters: Counters, what: 'tooLarge' | 'malformed' | SignatureFault, status: number): Response {
  counters[what]++;
  return empty(status);
}

const isSslCheck = (raw: Buffer, contentType: string) =>
  raw.includes('ssl_check=1') &&
  contentType.startsWith('application/x-www-form-urlencoded') &&
  new URLSearchParams(raw.toString('utf8')).get('ssl_check') === '1';
