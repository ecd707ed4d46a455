import { randomBytes } from 'node:crypto';
import { limits } from './slack-limits.ts';

/** Where a response_url leads. */
export interface ResponseTarget {
  user: string;
  channel: string;
  /** The message that was acted on; undefined for a command. */
  original: { ts: string; ephemeral: boolean; threadTs: string | undefined } | undefined;
}

export interface Tickets {
  newTrigger(user: string, viewId?: string): string;
  /** Redeems a trigger, or says why not; each can be exchanged once, within three seconds of real time unless told otherwise. */
  useTrigger(
    id: string,
  ): { user: string; viewId: string | undefined } | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
  newResponse(target: ResponseTarget): string;
  /** Takes one of five uses within 30 minutes of real time. */
  useResponse(id: string): ResponseTarget | 'unknown_url' | 'expired_url' | 'used_url';
  clear(): void;
}

const maxKept = 5000;

/** Triggers and response URLs: short-lived rights that Slack hands out with an interaction. */
export function createTickets(realNow: () => number, triggerMs: number = limits.triggerMs): Tickets {
  const triggers = new Map<string, { user: string; viewId: string | undefined; until: number; used: boolean }>();
  const responses = new Map<string, { target: ResponseTarget; until: number; uses: number }>();
  return {
    newTrigger(user, viewId) {
      const id = `${realNow()}.${randomBytes(8).toString('hex')}`;
      keep(triggers, id, { user, viewId, until: realNow() + triggerMs, used: false });
      return id;
    },
    useTrigger(id) {
      const trigger = triggers.get(id);
      if (trigger === undefined) return 'invalid_trigger_id';
      if (trigger.used) return 'exchanged_trigger_id';
      if (realNow() > trigger.until) return 'expired_trigger_id';
      trigger.used = true;
      return { user: trigger.user, viewId: trigger.viewId };
    },
    newResponse(target) {
      const id = randomBytes(12).toString('hex');
      keep(responses, id, { target, until: realNow() + limits.responseUrlMs, uses: 0 });
      return id;
    },
    useResponse(id) {
      const response = responses.get(id);
      if (response === undefined) return 'unknown_url';
      if (realNow() > response.until) return 'expired_url';
      if (response.uses >= limits.responseUrlUses) return 'used_url';
      response.uses++;
      return response.target;
    },
    clear() {
      triggers.clear();
      responses.clear();
    },
  };
}

/** Maps keep their order of insertion: the oldest goes when there are too many, long after it expired. */
function keep<T>(map: Map<string, T>, id: string, value: T): void {
  map.set(id, value);
  const oldest = map.keys().next().value;
  if (map.size > maxKept && oldest !== undefined) map.delete(oldest);
}
