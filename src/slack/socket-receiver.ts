import { messageOf } from '../shared/errors.ts';
import { createIntake, type IntakeDeps } from './intake.ts';
import type { SlackReceiver } from './receiver.ts';
import { parseSent } from './request-body.ts';
import { createConnection, type Envelope } from './socket-connection.ts';

export interface SocketReceiverDeps extends IntakeDeps {
  appToken: string;
  apiUrl: string | undefined;
}

/** While Slack moves one to another of its servers, which it does every hour or so, the other hears what people do. */
const connectionsEach = 2;

/**
 * Slack over Socket Mode: the same deliveries, by connections that Leeway opens, so that no address has to be reachable.
 * What is not acknowledged Slack delivers again, over whichever connection stands then.
 */
export function createSocketReceiver(deps: SocketReceiverDeps): SlackReceiver {
  const { counters, log, acknowledged } = deps;
  const intake = createIntake(deps);

  async function deliver(envelope: Envelope): Promise<void> {
    const began = performance.now();
    const isAcknowledged = await intake.arriving(() => answerTo(envelope));
    const outcome = isAcknowledged ? 'acknowledged' : 'refused';
    acknowledged?.({ outcome, seconds: (performance.now() - began) / 1000 });
  }

  /** Whether Slack got an acknowledgement. */
  async function answerTo(envelope: Envelope): Promise<boolean> {
    const sent = parseSent(envelope.body);
    if (!sent || sent.is === 'verification') {
      counters.malformed++;
      return false;
    }
    const answer = await intake.take(sent);
    if (!answer.ok) return false;
    try {
      await envelope.ack(envelope.accepts_response_payload ? answer.said : undefined);
      return true;
    } catch (error) {
      // The connection ended meanwhile: Slack delivers it again, and it is known by then.
      counters.notAcknowledged++;
      log.debug({ error: messageOf(error) }, 'an acknowledgement was lost with its connection');
      return false;
    }
  }

  const connections = Array.from({ length: connectionsEach }, () => createConnection({ ...deps, deliver }));
  return {
    receive: async () => new Response(null, { status: 404 }),
    afterAck: (work) => intake.afterAck(work),
    init: (bolt) => intake.init(bolt),
    connections: () => connections.filter((one) => one.stands()).length,
    async start() {
      // One after the other: Slack counts how many are asked for in a minute.
      for (const connection of connections) await connection.start();
    },
    async stop() {
      const finished = intake.finish();
      await intake.refuse();
      await Promise.all(connections.map((one) => one.stop()));
      await finished;
    },
  };
}
