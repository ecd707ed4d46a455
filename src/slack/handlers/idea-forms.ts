import type { types } from '@slack/bolt';
import { z } from 'zod';
import { questions } from '../../framing/questions.ts';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { viewIds } from '../action-ids.ts';
import type { Turn } from '../turn.ts';
import { answerBlock, answerDraftOf, questionModal, wordsChars } from '../views/idea-forms.ts';
import { noteModal } from '../views/note.ts';
import { typedBefore, wasSent } from './drafts.ts';
import { form, text, type Form } from './forms.ts';

const framingId = z.string().min(1).max(100);
const person = z.string().min(1).exactOptional();
const people = { expert: person, scientist: person, operations: person };
/** Every field by its block's name. */
const fields = z.record(z.string(), z.unknown());

/** Opened, the form goes on with the first question: whoever has an idea has it in mind now. */
const open = form(
  'words',
  z.object({ words: text(wordsChars, 'Say the idea in a sentence.'), caseId: z.string().exactOptional(), ...people }),
  async (turn, { words, caseId, ...chosen }) => {
    const clientKey = turn.view?.id ?? turn.triggerId;
    const opened = await turn.verbs.openIdea(turn.ctx, { words, people: chosen, clientKey, ...(caseId ? { caseId } : {}) });
    const said = [`This is idea ${opened.number}; it has a thread, and those you named have been asked.`, opened.masked];
    return next(turn, opened.framingId, said.filter(Boolean).join(' '));
  },
);

const answer: Form = {
  errorsAt: 'answer',
  read(given) {
    const parsed = z.object({ framingId, question: z.string().min(1).max(40) }).safeParse(given);
    if (!parsed.success) return { error: parsed.error };
    const { question } = parsed.data;
    const words = given[answerBlock(question)];
    return {
      run: (turn) =>
        atBlock(answerBlock(question), async () => {
          if (typeof words !== 'string' || words.trim() === '')
            throw new LeewayError('invalid', 'Write an answer, even a rough one.');
          const input = { ...parsed.data, words };
          const { masked } = await turn.verbs.answerIdea(turn.ctx, input);
          await wasSent(turn, answerDraftOf(input.framingId, question));
          return next(turn, input.framingId, ['Kept.', masked].filter(Boolean).join(' '));
        }),
    };
  },
};

/** The question that follows, in the same window; after the last, what is left to decide. */
async function next(turn: Turn, id: string, said: string): Promise<types.ModalView> {
  const idea = await turn.verbs.idea(turn.ctx, id);
  const typed = idea.next && (await typedBefore(turn, answerDraftOf(idea.id, idea.next.id)));
  return (
    questionModal(idea, { said, typed }) ??
    noteModal(`${said} Every question of idea ${idea.number} is answered.`, 'Its card asks now whether it is worth a model.')
  );
}

/** A form with fields of changing names shows what a verb refuses at the one that was filled in. */
async function atBlock<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLeewayError(error)) throw error;
    throw new LeewayError(error.code, error.message, { field, ...(error.hint ? { hint: error.hint } : {}), cause: error });
  }
}

const all = form(answerBlock(questions()[0]!.id), fields.and(z.object({ framingId })), async (turn, given) => {
  const said: string[] = [];
  for (const { id: question } of questions()) {
    const words = given[answerBlock(question)];
    if (typeof words !== 'string' || words.trim() === '') continue;
    const input = { framingId: given.framingId, question, words };
    const { masked } = await atBlock(answerBlock(question), () => turn.verbs.answerIdea(turn.ctx, input));
    if (masked) said.push(masked);
  }
  return said.length > 0 ? noteModal(`Kept. ${[...new Set(said)].join(' ')}`) : undefined;
});

const named = form('expert', z.object({ framingId, ...people }), async (turn, { framingId: id, ...chosen }) => {
  await turn.verbs.nameIdeaPeople(turn.ctx, { framingId: id, people: chosen });
  return undefined;
});

const option = form(
  'words',
  z.object({ framingId, optionId: z.uuid(), words: text(1_000, 'Say what could be done.') }),
  async (turn, input) => {
    const { masked } = await turn.verbs.addIdeaOption(turn.ctx, input);
    return masked ? noteModal(`Kept. ${masked}`) : undefined;
  },
);

const judge = form(
  'why',
  z
    .object({
      option: z.uuid('Choose an option.'),
      verdict: z.enum(['open', 'chosen', 'dropped'], 'Choose what becomes of it.'),
      why: z.string().trim().max(1_000).exactOptional(),
    })
    .refine(({ verdict, why }) => verdict !== 'dropped' || why, {
      path: ['why'],
      error: 'Say why it is dropped: whoever has the same idea next year will ask.',
    }),
  async (turn, { option: optionId, verdict, why }) => {
    await turn.verbs.judgeIdeaOption(turn.ctx, { optionId, verdict, ...(why ? { why } : {}) });
    return undefined;
  },
);

const end = form(
  'words',
  z.object({
    framingId,
    as: z.enum(['not-worth', 'withdrawn', 'reopen']),
    revision: z.number().int(),
    words: text(wordsChars, 'Say why: whoever has the same idea next year will ask.'),
  }),
  async (turn, { as, revision, ...input }) => {
    const { number, masked } =
      as === 'reopen'
        ? await turn.verbs.reopenIdea(turn.ctx, input)
        : await turn.verbs.endIdea(turn.ctx, { ...input, as, revision });
    const said = as === 'reopen' ? `Idea ${number} is open again.` : `Idea ${number} has ended. Its people have been told why.`;
    return noteModal([said, masked].filter(Boolean).join(' '));
  },
);

/** As people type it: `12`, `12.5 %`, `1,200`, with either minus. */
const typedNumber = z
  .string({ error: 'Give a number.' })
  .transform((typed) =>
    typed
      .replaceAll('−', '-')
      .replace(/%$/, '')
      .replace(/(?<=\d),(?=\d{3}\b)/g, '')
      .trim(),
  )
  .pipe(z.string().regex(/^-?\d{1,12}(?:\.\d{1,6})?$/, 'Give a number such as 12 or 0.5.'))
  .transform(Number);
const owner = z.string({ error: 'Choose a person.' }).min(1);

const conclude = form(
  'title',
  z.object({
    framingId,
    revision: z.number().int(),
    title: text(120, 'Give it a name.'),
    phrase: text(60, 'Say what it should move.'),
    unit: z.string().min(1).max(20),
    baseline: typedNumber,
    target: typedNumber,
    goal: text(300, 'Choose the goal that it serves.'),
    businessQuestion: z.string().trim().max(300).exactOptional(),
    business: owner,
    operations: owner,
    'data-science': owner,
  }),
  async (turn, { business, operations, 'data-science': scientist, goal, ...input }) => {
    const { goals } = await turn.verbs.concludeForm(turn.ctx, input.framingId);
    const { number, modelId } = await turn.verbs.concludeIdea(turn.ctx, {
      ...input,
      goal: goals.length > 0 ? (goals[Number(goal)] ?? goal) : goal,
      owners: { business, operations, 'data-science': scientist },
    });
    return noteModal(
      `Idea ${number} is a planned model now: ${modelId}.`,
      'Those who answer for it have been told. Say `/leeway models` to see it.',
    );
  },
);

/** Forms about ideas by the callback_id of their view. */
export const ideaForms: Record<string, Form> = {
  [viewIds.idea]: open,
  [viewIds.ideaAnswer]: answer,
  [viewIds.ideaAll]: all,
  [viewIds.ideaPeople]: named,
  [viewIds.ideaOption]: option,
  [viewIds.ideaJudge]: judge,
  [viewIds.ideaEnd]: end,
  [viewIds.ideaConclude]: conclude,
};
