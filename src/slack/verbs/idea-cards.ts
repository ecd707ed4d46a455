import type { CardEvent } from '../../cards/read-card.ts';
import type { Ctx } from '../../db/ctx.ts';
import { questions } from '../../framing/questions.ts';
import { readFraming, readFramingEvent, type Framing } from '../../framing/read-framing.ts';
import { parts } from '../../framing/schemas.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listWords } from '../../shared/list-words.ts';
import type { CardKindVerbs } from '../card-kind.ts';
import { ideaCard } from '../views/idea-card.ts';
import { ideaEventLine } from '../views/idea-event.ts';
import { askedWithExample, ownerNames, partNames } from '../views/idea-words.ts';
import { ideaVerbs } from './idea-verbs.ts';

/** Cards of ideas: the questions in the builders' channel, a letter to each who thinks it through. */
export const ideaCards: CardKindVerbs = {
  card: async (ctx, { subjectId }, message) => ideaCard(await readFraming(ctx, subjectId), message),
  async letter(ctx, { subjectId }, { personId, part }, message) {
    const idea = await readFraming(ctx, subjectId);
    return ideaCard(idea, message, introOf(idea, personId, part));
  },
  async event(ctx, { subjectId: framingId }, event) {
    const idea = await readFraming(ctx, framingId);
    const words = (await readFramingEvent(ctx, event.id))?.words;
    const next = idea.state === 'open' && asksNext.has(event.kind) ? idea.next : undefined;
    return ideaEventLine({
      framingId,
      says: await sayIdeaEvent(ctx, idea, event),
      ...(words ? { words } : {}),
      ...(next ? { next } : {}),
    });
  },
  async reply(ctx, { subjectId: framingId }, { words, letter, addressed, clientKey }) {
    const idea = await readFraming(ctx, framingId);
    // Among themselves people talk; spoken to, or in one's own letter, what is said is the answer.
    if (!(letter ?? addressed) || idea.state !== 'open' || !idea.next || isQuestion(words)) return undefined;
    const { next } = idea;
    const { masked } = await ideaVerbs.answerIdea(ctx, { framingId, question: next.id, words, clientKey });
    const then = (await readFraming(ctx, framingId)).next;
    const follows = letter ? (then ? `Next: ${askedWithExample(then)}` : 'That was the last question: is it worth a model?') : '';
    return { sentence: [`Kept as your answer to “${next.ask}”.`, masked, follows].filter(Boolean).join(' ') };
  },
};

const askedAs = {
  expert: 'as the one who knows the trade',
  scientist: 'as the one who would build it',
  operations: 'as the one who would live with it',
};

const asksNext = new Set(['answered', 'brought-back', 'reopened']);
const isQuestion = (words: string): boolean => /\?\s*$/.test(words) || /^(?:help|status|mine|ideas?)\b/i.test(words.trim());

function introOf(idea: Framing, personId: string, part: string | undefined): string | undefined {
  const owned = Object.entries(ownerNames).filter(([kind]) => idea.outcome?.owners[kind as keyof typeof ownerNames] === personId);
  if (idea.state === 'kpi')
    return owned.length > 0
      ? `You answer for it: ${listWords(owned.map(([, name]) => name))}.${personId === idea.by.id ? '' : ` If that is wrong, say so to ${idea.by.name}.`}`
      : undefined;
  if (idea.state !== 'open') return undefined;
  const how = idea.next ? 'Write your answer under this message, or press Answer. A rough one is better than none.' : '';
  const mine = parts.filter((one) => idea.people[one]?.id === personId);
  if (mine.length > 0) {
    const as = listWords(mine.map((one) => askedAs[one]));
    const asks =
      personId === idea.by.id ? 'You asked for this, and think it through' : `${idea.by.name} asks you to think this through,`;
    return `${asks} ${as}. ${how}`.trim();
  }
  return part === 'asker' ? `You asked for this; you hear every step here. ${how}`.trim() : how || undefined;
}

/** One sentence of what happened to an idea; the person's words stand under it. */
async function sayIdeaEvent(ctx: Ctx, idea: Framing, { kind, personId, data }: CardEvent): Promise<string> {
  const ids = [personId, ...Object.values((data['people'] ?? {}) as Record<string, string>)].filter(
    (one) => typeof one === 'string',
  );
  const persons = await readPersons(ctx, ids);
  const name = (id: string | null) => (id === null ? 'Leeway' : (persons.get(id)?.name ?? id));
  const by = name(personId);
  switch (kind) {
    case 'answered': {
      const ask = questions().find((one) => one.id === data['question'])?.ask ?? 'a question';
      return data['again'] ? `${by} answers “${ask}” anew:` : `${by} answers “${ask}”`;
    }
    case 'named': {
      const named = Object.entries((data['people'] ?? {}) as Record<string, string>);
      return `${by} asks ${listWords(named.map(([part, id]) => `${name(id)} for ${partNames[part as keyof typeof partNames] ?? part}`))}.`;
    }
    case 'option':
      return `${by} adds an option:`;
    case 'judged': {
      const option = idea.options.find((one) => one.id === data['optionId'])?.words ?? 'an option';
      const verdict = data['verdict'] === 'chosen' ? 'takes' : data['verdict'] === 'dropped' ? 'drops' : 'opens again';
      return `${by} ${verdict} “${option.slice(0, 200)}”${data['verdict'] === 'dropped' ? ':' : '.'}`;
    }
    case 'not-worth':
      return `✗ ${by}: it is not worth a model.`;
    case 'withdrawn':
      return `↩ ${by} withdraws it.`;
    case 'reopened':
      return `${by} brings it back:`;
    case 'concluded':
      return `✓ ${by} made it a planned model: ${idea.outcome?.title ?? ''}. Those who answer for it have been told.`;
    case 'brought-back':
      return idea.next
        ? 'Nobody has been at this for a while. It waits for one answer, or for somebody to say that it is not worth it.'
        : 'Nobody has been at this for a while, and every question is answered: is it worth a model?';
    default:
      return `${by}: ${kind.replaceAll('-', ' ')}.`;
  }
}
