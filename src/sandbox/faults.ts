import type { Fault, FaultKind, FaultState } from './contract.ts';

export interface Faults {
  list(): FaultState[];
  set(faults: readonly Fault[]): void;
  /** The first fault of these kinds that strikes a call of the method, counted down; undefined when none does. */
  take(method: string, kinds: readonly FaultKind[], channel?: string): Fault | undefined;
}

interface Standing {
  fault: FaultState;
  /** Calls that it could have struck. */
  seen: number;
  random: () => number;
}

/** `heard`: which faults are on, or how often one struck, has changed. */
export function createFaults(heard: () => void = () => {}): Faults {
  let standing: Standing[] = [];
  return {
    list: () => standing.map(({ fault }) => ({ ...fault })),
    set(next) {
      standing = next.map((fault) => ({ fault: { ...fault, met: 0 }, seen: 0, random: seeded(fault.seed ?? 1) }));
      heard();
    },
    take(method, kinds, channel) {
      for (const one of standing) {
        if (!kinds.includes(one.fault.kind) || !concerns(one.fault, method, channel) || !strikes(one)) continue;
        one.fault.met++;
        if (one.fault.remaining !== null && --one.fault.remaining <= 0) standing = standing.filter((other) => other !== one);
        heard();
        return one.fault;
      }
      return undefined;
    },
  };
}

/** `delivery` stands for its kinds, `delivery.events` and the like. */
const concerns = (fault: Fault, method: string, channel: string | undefined): boolean =>
  (fault.method === '*' || method === fault.method || method.startsWith(`${fault.method}.`)) &&
  (fault.channel === undefined || fault.channel === channel);

function strikes(one: Standing): boolean {
  one.seen++;
  const { every, share } = one.fault;
  if (every !== undefined && one.seen % every !== 0) return false;
  return share === undefined || one.random() < share;
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32, Tommy Ettinger's, in the public domain. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
