import { forgetApprovalWords } from '../approvals/forget-words.ts';
import { write } from '../audit/write.ts';
import { findCard } from '../cards/read-card.ts';
import { forgetCardWords } from '../cards/forget-words.ts';
import { forgetChangeWords } from '../changes/forget-words.ts';
import type { Ctx } from '../db/ctx.ts';
import { forgetOrderWords } from '../deploy/forget-words.ts';
import { forgetCaseWords } from '../feedback/forget-words.ts';
import { forgetFramingWords } from '../framing/forget-words.ts';
import { forgetMatterWords } from '../matters/forget-words.ts';
import { forgetPayloads } from '../outbox/forget-payloads.ts';
import { forgetExchangesOf } from '../llm/forget-exchanges.ts';
import { readPerson } from '../people/read-persons.ts';
import { forgetNotesOf } from '../registry/note-version.ts';
import { forgetSampleWords } from '../sampling/forget-words.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';

export interface Erased {
  name: string;
  /** Places from which words were taken, and messages whose text went with them. */
  places: number;
  messages: number;
}

/**
 * Takes away a person's own words wherever Leeway keeps them, at their wish. What was decided, by whom and when, stays; the
 * audit chain holds hashes of words only, and still verifies. Messages in Slack are not touched: delete those there.
 */
export async function eraseWords(ctx: Ctx, { personId }: { personId: string }): Promise<Erased> {
  authorise(ctx.actor, 'people.erase');
  const person = await readPerson({ ...ctx, actor: systemActor('erase') }, personId);
  return write(ctx, async (w) => {
    const events = await forgetCardWords(w, personId);
    const requests = await forgetApprovalWords(w, personId);
    const cases = await forgetCaseWords(w, personId);
    const matters = await forgetMatterWords(w, personId);
    const notes = await forgetNotesOf(w, personId);
    const orders = await forgetOrderWords(w, personId);
    const ideas = await forgetFramingWords(w, personId);
    const changes = await forgetChangeWords(w, personId);
    const samples = await forgetSampleWords(w, personId);
    const questions = await forgetExchangesOf(w, personId);
    const cards = new Set(events.map((one) => one.cardId));
    for (const id of requests) {
      const card = await findCard(w, 'approval', id);
      if (card) cards.add(card.id);
    }
    for (const id of cases) {
      const card = await findCard(w, 'case', id);
      if (card) cards.add(card.id);
    }
    for (const id of changes) {
      const card = await findCard(w, 'change', id);
      if (card) cards.add(card.id);
    }
    for (const id of ideas.framings) {
      const card = await findCard(w, 'framing', id);
      if (card) cards.add(card.id);
    }
    const messages = await forgetPayloads(w, {
      cardId: [...cards],
      eventId: [...events.map((one) => one.id), ...ideas.events],
      caseId: cases,
      matterId: matters,
      roundId: samples,
    });
    const places =
      events.length +
      requests.length +
      changes.length +
      ideas.events.length +
      samples.length +
      cases.length +
      matters.length +
      notes +
      questions +
      orders;
    w.audit({ verb: 'people.erase-words', subject: `person:${personId}`, detail: { places, messages } });
    return { name: person.name, places, messages };
  });
}
