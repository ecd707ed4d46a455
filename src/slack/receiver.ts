import type { Receiver } from '@slack/bolt';
import type { Intake } from './intake.ts';

/** Where what Slack sends comes in, over HTTP or over connections that Leeway opens. */
export interface SlackReceiver extends Receiver {
  /** A request at POST /slack/events. */
  receive(request: Request): Promise<Response>;
  /** Does work that follows an acknowledgement, see `AfterAck.run`. */
  afterAck: Intake['afterAck'];
  /** How many connections stand, in Socket Mode; undefined over HTTP. */
  connections(): number | undefined;
  /** Begins to receive; what is not reached yet is tried again for as long as it takes. */
  start(): Promise<void>;
  /** Acknowledges nothing more, and finishes what was acknowledged; what does not end in time is logged. */
  stop(): Promise<void>;
}
