import type { Fault, FaultKind } from './contract.ts';

export interface Faults {
  list(): Fault[];
  set(faults: readonly Fault[]): void;
  /** The first fault of these kinds that is on for the method, counted down; undefined when there is none. */
  take(method: string, kinds: readonly FaultKind[]): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    list: () => faults,
    set: (next) => void (faults = next.map((fault) => ({ ...fault }))),
    take(method, kinds) {
      const fault = faults.find((one) => kinds.includes(one.kind) && (one.method === method || one.method === '*'));
      if (fault === undefined || fault.remaining === null) return fault;
      fault.remaining--;
      if (fault.remaining <= 0) faults = faults.filter((one) => one !== fault);
      return fault;
    },
  };
}
