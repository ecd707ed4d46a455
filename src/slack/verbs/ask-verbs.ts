import type { Answer } from '../../ask/answer.ts';
import { factsOfAnswer } from '../../ask/answer.ts';
import { answerQuestion, type QuestionInput, type QuestionReply } from '../../ask/answer-question.ts';
import { readModelPage, type ModelPage } from '../../ask/read-model-page.ts';
import { readAnswer } from '../../ask/read-answer.ts';
import type { Ctx } from '../../db/ctx.ts';
import { previewDigest } from '../../digest/compose-digest.ts';
import { readAudiences } from '../../digest/read-audiences.ts';
import { readEdition } from '../../digest/read-edition.ts';
import { industries } from '../../explain/glossary.ts';
import type { LanguageModel } from '../../llm/language-model.ts';
import { readPersons } from '../../people/read-persons.ts';
import { LeewayError } from '../../shared/errors.ts';
import { addDays, dayIn, mondayOf } from '../../shared/period.ts';
import type { ChartFor, Reply, SlackVerbs } from '../verbs.ts';
import type { HelpView } from '../views/help.ts';
import type { AnswerView } from '../views/answer.ts';
import type { ExplainView } from '../views/explain.ts';
import type { ModelListView } from '../views/models.ts';
import type { Paragraph } from '../views/paragraph.ts';
import { caseReply } from './case-replies.ts';
import { changeReply } from './change-verbs.ts';
import { complaintReply } from './complaint-verbs.ts';
import { decisionHelp, decisionReply } from './decision-replies.ts';
import { decisionVerbs } from './decision-verbs.ts';
import { viewOf, type PageLinks } from './edition-views.ts';
import { evidenceHelp, evidenceReply } from './evidence-replies.ts';
import { ideaHelp, ideaReply } from './idea-verbs.ts';
import { toDoHelp, toDoReply } from './to-do-verbs.ts';
import { tokenReply } from './token-verbs.ts';
import { troubleHelp, troubleReply } from './trouble-verbs.ts';
import { usefulHelp, usefulReply } from './useful-verbs.ts';

type AskVerbs = Pick<SlackVerbs, 'command' | 'ask' | 'answer' | 'explain' | 'models'>;

export interface AskDeps extends PageLinks {
  /** Reads questions that the rules do not understand; undefined: they stay not understood. */
  languageModel?: LanguageModel | undefined;
}

export const createAskVerbs = (links: AskDeps): AskVerbs => ({
  command: async (ctx, { text }) =>
    (await tokenReply(ctx, text)) ??
    (await usefulReply(ctx, text)) ??
    (await troubleReply(ctx, text)) ??
    (await evidenceReply(ctx, text, true)) ??
    (await toDoReply(ctx, text, true)) ??
    (await caseReply(ctx, text, true)) ??
    (await changeReply(ctx, text, true)) ??
    (await complaintReply(ctx, text, true)) ??
    (await ideaReply(ctx, text, true)) ??
    (await decisionReply(ctx, decisionVerbs, text, true)) ??
    withDecisions(
      ctx,
      text,
      await replyOf(ctx, links, await answerQuestion(ctx, { text, command: true, ...(await asker(ctx)) }, links)),
    ),
  ask: async (ctx, { text, conversation }) =>
    (await evidenceReply(ctx, text, false)) ??
    (await toDoReply(ctx, text, false)) ??
    (await caseReply(ctx, text, false)) ??
    (await changeReply(ctx, text, false)) ??
    (await complaintReply(ctx, text, false)) ??
    (await ideaReply(ctx, text, false)) ??
    (await decisionReply(ctx, decisionVerbs, text, false)) ??
    withDecisions(
      ctx,
      text,
      await replyOf(
        ctx,
        links,
        await answerQuestion(ctx, { text, ...(conversation ? { conversation } : {}), ...(await asker(ctx)) }, links),
      ),
    ),
  async answer(ctx, id) {
    const answer = await readAnswer(ctx, id);
    return { view: answerView(answer), ...chartOf(answer) };
  },
  async explain(ctx, { term, depth, industry }) {
    const known = industries.find((one) => one === industry);
    const query: QuestionInput['query'] = {
      kind: 'explain',
      term,
      depth,
      ...(known && known !== 'anybody' ? { industry: known } : {}),
    };
    const person = await asker(ctx);
    const reply = await answerQuestion(ctx, { query, person: { ...person.person, ...(known ? { industry: known } : {}) } });
    if (reply.kind === 'answer' && reply.answer.explain) return explainView(reply.answer.explain);
    throw new LeewayError('not-found', reply.kind === 'refused' ? reply.message : `The glossary has no “${term}”.`);
  },
  async models(ctx, { search, after, from }) {
    const { zone } = (await asker(ctx)).person;
    return listView(await readModelPage(ctx, { search, zone, ...(after ? { after } : {}) }), from);
  },
});

/** What anybody may tell of the business. */
const loopHelp: HelpView['lines'] = [
  { say: '/leeway cases', does: 'what was flagged, and what became of it' },
  { say: '/leeway change “new product line from 1 March”', does: 'asks the owners of the models that it touches' },
  { say: '/leeway complaints 37 flight-delay last week', does: 'counts what customers complained of' },
];

/** Help on everything names what one may decide as well; help on one word is about that word. */
const withDecisions = (ctx: Ctx, text: string, reply: Reply): Reply =>
  reply.is === 'help' && /^(?:help)?$/i.test(text.trim())
    ? {
        is: 'help',
        view: {
          ...reply.view,
          lines: [
            ...reply.view.lines,
            ...decisionHelp(ctx),
            ...loopHelp,
            ideaHelp,
            toDoHelp,
            ...usefulHelp(ctx),
            ...evidenceHelp(ctx),
            ...troubleHelp(ctx),
          ],
        },
      }
    : reply;

async function asker(ctx: Ctx): Promise<Pick<QuestionInput, 'person'>> {
  const person = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id);
  return { person: { zone: person?.zone ?? 'utc' } };
}

async function replyOf(ctx: Ctx, links: PageLinks, reply: QuestionReply): Promise<Reply> {
  switch (reply.kind) {
    case 'answer': {
      const { answer } = reply;
      if (answer.explain) return { is: 'explain', view: explainView(answer.explain) };
      if (answer.models)
        return { is: 'models', view: listView(answer.models, 1, answer.models.lacking ? answer.headline.text : undefined) };
      return { is: 'answer', view: answerView(answer) };
    }
    case 'help':
      return { is: 'help', view: { intro: reply.intro, lines: reply.lines, tries: reply.tries } };
    case 'digest':
      return { is: 'edition', view: await preview(ctx, links, reply.as) };
    case 'act': {
      const shown = await decisionReply(ctx, decisionVerbs, reply.command, true);
      return shown ?? plainAnswer(false, 'Say what to do and with which model, such as “roll back flight-delay”.', ['help']);
    }
    case 'flag':
      return { is: 'flag', ...(reply.modelId ? { modelId: reply.modelId } : {}) };
    case 'note':
      return plainAnswer(true, reply.sentence, reply.offers);
    case 'refused':
      return plainAnswer(false, reply.message, reply.offers);
  }
}

/** Something that was only said: nothing is stored of it. */
const plainAnswer = (understood: boolean, headline: string, suggestions: string[]): Reply => ({
  is: 'answer',
  view: { understood, headline, paragraphs: [], context: [], suggestions, hasFacts: false },
});

export const paragraphsOf = (lines: Answer['lines']): Paragraph[] =>
  lines.map((line) => ({ role: line.role, text: { mrkdwn: line.text } }));

function answerView(answer: Answer): AnswerView {
  const small = answer.lines.filter((line) => line.role === 'coverage' || line.role === 'not-measured');
  return {
    answerId: answer.id,
    understood: true,
    ...(answer.modelId ? { modelId: answer.modelId } : {}),
    headline: { mrkdwn: answer.headline.text },
    paragraphs: paragraphsOf(answer.lines.filter((line) => !small.includes(line))),
    context: [...small.map((line) => ({ mrkdwn: line.text })), ...(answer.readAs ? [answer.readAs] : [])],
    suggestions: answer.offers,
    hasFacts: factsOfAnswer(answer).length > 0,
    matters: answer.matters
      .filter((matter) => matter.state === 'open')
      .map(({ id, revision, title }) => ({ id, revision, title })),
  };
}

const chartOf = ({ chart }: Answer): { chart?: ChartFor } =>
  chart && chart.chart !== 'sparkline' ? { chart: { input: chart, title: chart.title } } : {};

const industryNames: Record<(typeof industries)[number], string> = {
  airlines: 'Airlines',
  retail: 'Retail',
  manufacturing: 'Manufacturing',
  banking: 'Banking',
  anybody: 'Anybody',
};

const explainView = (explained: NonNullable<Answer['explain']>): ExplainView => ({
  ...explained,
  industries: industries.map((value) => ({ value, label: industryNames[value] })),
});

const listView = ({ rows, search, total, next }: ModelPage, from: number, title?: string): ModelListView => ({
  search,
  total,
  next,
  ...(title === undefined ? {} : { title }),
  from,
  models: rows.map((row) => ({ modelId: row.id, name: row.title, health: { mrkdwn: row.line.text } })),
});

/** The digest of the last whole week, as its audience would read it now. */
async function preview(ctx: Ctx, links: PageLinks, as: 'executive' | 'data-scientist' | null) {
  const roles = ctx.actor.kind === 'person' ? ctx.actor.roles : [];
  const voice = as ?? (roles.includes('data-scientist') || roles.includes('engineer') ? 'data-scientist' : 'executive');
  const audience = (await readAudiences(ctx)).find((one) => one.voice === voice);
  if (!audience)
    throw new LeewayError('not-found', 'No audience reads a digest in these words yet.', {
      hint: 'Add one under `audiences` in leeway.yml.',
    });
  const periodStart = addDays(mondayOf(dayIn(audience.zone, ctx.now)), -7);
  const { id } = await previewDigest(ctx, { audienceId: audience.id, destination: `person:${ctx.actor.id}`, periodStart });
  return viewOf(await readEdition(ctx, id), links);
}
