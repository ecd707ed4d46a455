import { z } from 'zod';

/** One change in everyday words. */
export interface SaidChange {
  /** `policy:pilot`, `person:lena` */
  subject: string;
  text: string;
}

const kept = z.looseObject({ said: z.array(z.object({ subject: z.string(), text: z.string() })).default([]) });

/** What a request's payload keeps of it; nothing where it is about something else. */
export const saidChanges = (payload: unknown): SaidChange[] => kept.safeParse(payload).data?.said ?? [];
