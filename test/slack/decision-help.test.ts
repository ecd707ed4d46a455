import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/ask/answer-question.ts';
import type { Role } from '../../src/shared/actor.ts';
import { roles } from '../../src/shared/actor.ts';
import { decisionHelp } from '../../src/slack/verbs/decision-replies.ts';
import { useBench } from '../approvals/fixture.ts';

const bench = useBench();
const ctxOf = (role: Role) => bench.ctx({ id: 'tom', name: 'Tom', roles: [role] });
/** Lines that one message of help shows. */
const maxLines = 15;

describe('help on decisions', () => {
  it.each([
    ['data-scientist', ['promote', 'rule']],
    ['engineer', ['rule', 'rollback']],
    ['executive', ['rule', 'risk']],
    ['compliance', ['risk', 'rule', 'version']],
    ['operator', ['rule']],
  ] as const)('names what a %s comes for', (role, words) => {
    const said = decisionHelp(ctxOf(role)).map((line) => line.say.split(' ')[1]);
    expect(said).toEqual(expect.arrayContaining([...words]));
  });

  it.each(roles)('fits into one message with the other words of a %s', async (role) => {
    const ctx = ctxOf(role);
    const reply = await answerQuestion(ctx, { text: 'help', command: true, person: { zone: 'utc' } });
    const own = reply.kind === 'help' ? reply.lines : [];
    expect(own.length).toBeGreaterThan(0);
    expect(own.length + decisionHelp(ctx).length).toBeLessThanOrEqual(maxLines);
  });
});
