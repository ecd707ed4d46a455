import { z } from 'zod';
import { faultWords, type Fault } from './judge-sentence.ts';

const kinds = Object.keys(faultWords) as [Fault, ...Fault[]];
const detail = z.array(z.object({ said: z.string(), fault: z.enum(kinds).nullable() }));

/** The sentences of an exchange that were thrown away, each with its fault; none where it was no digest's. */
export function readFaults(stored: unknown): { said: string; fault: Fault }[] {
  const all = detail.safeParse(stored).data ?? [];
  return all.flatMap(({ said, fault }) => (fault === null ? [] : [{ said, fault }]));
}
