import type { Answer } from './deliver.ts';
import type { Workspace } from './workspace.ts';

/** Deliveries that arrive twice, late or after the next one, where a fault says so. */
export interface Astray {
  /** Answers what the first arrival answered. */
  deliver(what: 'events' | 'commands' | 'clicks', send: () => Promise<Answer>): Promise<Answer>;
  /** Lets go of what waits; it is not delivered any more. */
  close(): void;
}

const lateSeconds = 5;
/** How long one that is to be overtaken waits where nothing follows. */
const overtakenSeconds = 2;
/** Deliveries that may wait at a time; others go at once. */
const maxWaiting = 5000;

export function createAstray({ faults }: Workspace): Astray {
  const waiting = new Set<{ timer: NodeJS.Timeout; go: () => void; overtaken: boolean }>();

  const later = (seconds: number, overtaken: boolean): Promise<void> =>
    new Promise((resolve) => {
      const go = () => {
        clearTimeout(one.timer);
        waiting.delete(one);
        resolve();
      };
      const one = { go, overtaken, timer: setTimeout(() => go(), seconds * 1000).unref() };
      waiting.add(one);
    });

  return {
    async deliver(what, send) {
      const call = `delivery.${what}`;
      const first = async () => {
        if (faults.take(call, ['duplicate_delivery']) === undefined) return send();
        const [answer] = await Promise.all([send(), send()]);
        return answer;
      };
      const late = waiting.size < maxWaiting ? faults.take(call, ['late_delivery', 'out_of_order_delivery']) : undefined;
      if (late?.kind === 'late_delivery') await later(late.seconds ?? lateSeconds, false);
      if (late?.kind === 'out_of_order_delivery') {
        await later(late.seconds ?? overtakenSeconds, true);
        return first();
      }
      const overtaken = [...waiting].filter((one) => one.overtaken);
      return first().finally(() => overtaken.forEach((one) => one.go()));
    },
    close() {
      for (const { timer } of waiting) clearTimeout(timer);
      waiting.clear();
    },
  };
}
