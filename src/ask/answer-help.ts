import { z } from 'zod';
import { readReport, reportText } from '../explain/read-report.ts';
import { roles, type Role } from '../shared/actor.ts';
import type { Answerer } from './asking.ts';

const line = z.strictObject({ say: z.string().min(1).max(80), does: z.string().min(1).max(100) });
const roleHelp = z.strictObject({
  intro: z.string().min(1).max(400),
  lines: z.array(line).min(5).max(7),
  tries: z.array(z.string().min(1)).min(1).max(5),
});
const helpSchema = z.strictObject({
  roles: z.record(z.enum(roles), roleHelp),
  /** By subcommand of `/leeway`. */
  topics: z.record(
    z.string(),
    z.strictObject({ intro: z.string(), lines: z.array(line).min(1).max(7), tries: z.array(z.string()).min(1).max(5) }),
  ),
});
export type Help = z.infer<typeof helpSchema>;

/** What each role can do; {model} in it is a model that the asker may see. */
export const loadHelp = (): Help => readReport(helpSchema, reportText('help.yml'), 'reports/help.yml');

/** The role that says most of what a person comes for: the first of theirs in this order. */
const order: readonly Role[] = ['executive', 'expert', 'data-scientist', 'engineer', 'compliance', 'operator', 'admin'];
const once: { help?: Help } = {};

export const answerHelp: Answerer<'help'> = (asking, query) => {
  const help = (once.help ??= loadHelp());
  const role = order.find((one) => asking.roles.includes(one)) ?? 'expert';
  const { intro, lines, tries } = (query.topic ? help.topics[query.topic] : undefined) ?? help.roles[role];
  const model = asking.asker.own[0] ?? asking.asker.some[0] ?? 'flight-delay';
  const fill = (text: string) => text.replaceAll('{model}', model);
  return { kind: 'help', intro, lines: lines.map(({ say, does }) => ({ say: fill(say), does })), tries: tries.map(fill) };
};
