import type { CardEvent } from '../../cards/read-card.ts';
import { readChange, type Change } from '../../changes/read-change.ts';
import { remarkChange } from '../../changes/remark-change.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readPersons } from '../../people/read-persons.ts';
import { listWords } from '../../shared/list-words.ts';
import { sayMasked } from '../../shared/mask.ts';
import type { CardKindVerbs } from '../card-kind.ts';
import { changeCard, changeEventLine } from '../views/change-card.ts';
import { changeViewOf } from './change-views.ts';

/** Cards of changes in the business: in the builders' channel, a letter to who told of it and to each touched model's owner. */
export const changeCards: CardKindVerbs = {
  card: async (ctx, { subjectId }) => changeCard(await changeViewOf(ctx, await readChange(ctx, subjectId))),
  async letter(ctx, { subjectId }, { personId, part }) {
    const change = await readChange(ctx, subjectId);
    return changeCard(await changeViewOf(ctx, change), {
      intro: introOf(change, personId, part),
      reporter: part === 'reporter' && change.touches.every((touch) => touch.ownerId !== personId),
    });
  },
  async reply(ctx, { subjectId: changeId }, { words, clientKey, letter, addressed }) {
    const change = await readChange(ctx, changeId);
    // In a channel Leeway is called to answer questions about models; a change is written about without calling it.
    if (!letter && addressed && change.byId !== ctx.actor.id) return undefined;
    const { masked } = await remarkChange(ctx, { changeId, words, clientKey, inThread: letter === undefined });
    return { sentence: [letter && passedOn(change, ctx.actor.id), sayMasked(masked)].filter(Boolean).join(' ') };
  },
  async event(ctx, { subjectId }, event) {
    const change = await readChange(ctx, subjectId);
    return changeEventLine({ says: await sayChange(ctx, change, event), ...(event.words ? { words: event.words } : {}) });
  },
};

/** In a letter nobody else is seen: the person is told who reads it. */
function passedOn({ byId, byName, touches }: Change, writerId: string): string {
  const owners = touches.flatMap(({ ownerId, ownerName }) => (ownerId && ownerId !== writerId ? (ownerName ?? []) : []));
  const names = [...new Set([...(byId === writerId ? [] : [byName]), ...owners])];
  return names.length > 0 ? `Passed on to ${listWords(names)}.` : 'Kept with the change: nobody else is asked about it yet.';
}

function introOf({ touches, byName }: Change, personId: string, part: string | undefined): string {
  const open = touches.filter((touch) => touch.state === 'open');
  const own = open.filter((touch) => touch.ownerId === personId).map((touch) => touch.modelTitle);
  if (own.length > 0)
    return `You look after ${listWords(own)}. Look whether the change matters there, and answer here what became of it.`;
  if (part === 'deputy') return 'You stand in for somebody who is asked about this.';
  if (part === 'above') return 'It is still open, and you look after the business side: you are told so that you can see to it.';
  if (part === 'reporter')
    return open.length > 0
      ? `Thank you. You hear here what becomes of it.`
      : 'Thank you. Say which models it touches, and whoever looks after them is asked.';
  return `${byName} told of this; others are asked about it.`;
}

async function sayChange(ctx: Ctx, { number, touches }: Change, event: CardEvent): Promise<string> {
  const by = event.personId ? ((await readPersons(ctx, [event.personId])).get(event.personId)?.name ?? event.personId) : 'Leeway';
  const { modelId, models, version } = event.data as { modelId?: string; models?: string[]; version?: number };
  const title = (id: string | undefined) => touches.find((touch) => touch.modelId === id)?.modelTitle ?? id ?? 'a model';
  const named = (models ?? []).map(title);
  switch (event.kind) {
    case 'described':
      return named.length > 0 ? `${by}: it touches ${listWords(named)}.` : `${by}: it touches no model.`;
    case 'retrained':
      return `✓ ${by}: ${title(modelId)} learned anew after the change, version ${version ?? ''}.`;
    case 'no-effect':
      return `✓ ${by} checked ${title(modelId)}: no effect to be seen.`;
    case 'refused':
      return `${by}: nothing is done about it in ${title(modelId)}.`;
    case 'said':
      return `${by} writes:`;
    case 'withdrawn':
      return `${by}: change ${number} does not come after all.`;
    case 'reminded':
      return named.length > 0
        ? `Still open: ${listWords(named)}. Say what became of it, with the button on the message above.`
        : 'Nobody has said yet which models it touches. The button on the message above asks for it.';
    default:
      return `${by}: ${event.kind.replaceAll('-', ' ')}.`;
  }
}
