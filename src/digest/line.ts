import { z } from 'zod';

/** What a line does in a digest; renderers style by it, tests look by it. */
export const lineRoles = [
  'headline',
  'kpi',
  'error',
  'part',
  'cause',
  'drift',
  'data',
  'not-measured',
  'coverage',
  'change',
  'hand',
  'still-open',
  'detail',
  'head',
] as const;

/** A sentence or two and the facts that its figures and directions are. `text` is Slack's mrkdwn with record words escaped. */
export const line = z.object({ role: z.enum(lineRoles), text: z.string(), facts: z.array(z.string()) });
export type Line = z.infer<typeof line>;
export type LineRole = Line['role'];

/** Joins sentences into one paragraph. */
export function joinLines(role: LineRole, lines: readonly (Line | undefined)[]): Line | undefined {
  const said = lines.filter((one) => one !== undefined);
  if (said.length === 0) return undefined;
  return { role, text: said.map((one) => one.text).join(' '), facts: [...new Set(said.flatMap((one) => one.facts))] };
}
