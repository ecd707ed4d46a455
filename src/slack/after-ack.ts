import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Who waits for an acknowledgement at this moment, and how many requests ever came. */
export interface Traffic {
  unanswered: number;
  arrivals: number;
}

/** Work that follows acknowledgements. Others' acknowledgements go first. */
export interface AfterAck {
  /** Does the work in its turn, and settles as it does. */
  run(work: () => Promise<void>): Promise<void>;
  /** From now on nothing waits for quiet: the process is about to end. */
  hurry(): void;
}

const defaults = {
  /** Requests come in bursts: work begins when no other has come for a moment. */
  lullMs: 5,
  /** Nobody waits longer than this for others' acknowledgements. */
  maxWaitMs: 50,
  /** As many as the database has connections. */
  maxAtOnce: 10,
};

/**
 * Begins one piece of work a turn of the event loop, so that requests which came meanwhile are answered in between: on the
 * embedded database a command's statements run in this thread. How many may wait is for the caller to bound.
 */
export function createAfterAck(traffic: Readonly<Traffic>, options: Partial<typeof defaults> = {}): AfterAck {
  const { lullMs, maxWaitMs, maxAtOnce } = { ...defaults, ...options };
  const waiting: { since: number; begin: () => Promise<void> }[] = [];
  let atWork = 0;
  let isBeginning = false;
  let isHurried = false;
  let calmSince = -1;

  async function quiet(since: number): Promise<void> {
    while (!isHurried && performance.now() - since < maxWaitMs) {
      if (traffic.unanswered === 0 && traffic.arrivals === calmSince) return;
      calmSince = traffic.arrivals;
      await sleep(lullMs);
    }
  }

  async function beginAll(): Promise<void> {
    if (isBeginning) return;
    isBeginning = true;
    for (let next = waiting[0]; next && atWork < maxAtOnce; next = waiting[0]) {
      await quiet(next.since);
      waiting.shift();
      atWork++;
      void next.begin().finally(() => {
        atWork--;
        void beginAll();
      });
      await nextTurn();
    }
    isBeginning = false;
  }

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        const begin = async () => work().then(resolve, reject);
        waiting.push({ since: performance.now(), begin });
        void beginAll();
      }),
    hurry: () => void (isHurried = true),
  };
}
