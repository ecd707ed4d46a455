import { answerQuestion, type QuestionReply } from '../../../src/ask/answer-question.ts';
import type { Answer } from '../../../src/ask/answer.ts';
import type { Ctx } from '../../../src/db/ctx.ts';
import type { Role } from '../../../src/shared/actor.ts';
import type { TestDatabase } from '../../support/database.ts';

export interface Asker {
  id?: string;
  roles?: Role[];
  teams?: string[];
  now?: string;
  conversation?: string;
  command?: boolean;
}

/** Monday 18 June 2001, 10:00 in Chicago: the week of 11 June is the newest whole one. */
const defaultNow = '2001-06-18T15:00:00Z';

export const contextOf = (
  database: TestDatabase,
  { id = 'dana', roles = ['executive'], teams = [], now = defaultNow }: Asker = {},
): Ctx => database.ctx({ id, roles, teams, now });

export const ask = (database: TestDatabase, text: string, asker: Asker = {}): Promise<QuestionReply> =>
  answerQuestion(contextOf(database, asker), {
    text,
    person: { zone: 'America/Chicago' },
    ...(asker.conversation ? { conversation: asker.conversation } : {}),
    ...(asker.command ? { command: true } : {}),
  });

export async function answerTo(database: TestDatabase, text: string, asker: Asker = {}): Promise<Answer> {
  const reply = await ask(database, text, asker);
  if (reply.kind !== 'answer') throw new Error(`“${text}” got no answer but ${JSON.stringify(reply)}`);
  return reply.answer;
}

export const linesOf = (answer: Answer): string[] =>
  [answer.headline, ...answer.lines].map((line) => line.text.replaceAll('\u00a0', ' '));
export const textOf = (answer: Answer): string => linesOf(answer).join('\n');
