import { readFacts } from '../../facts/read-facts.ts';
import { answerOwner } from '../../feedback/answer-owner.ts';
import { askFlagger } from '../../feedback/ask-flagger.ts';
import type { CaseMoved } from '../../feedback/move-case.ts';
import { readCase, type CaseDetail } from '../../feedback/read-case.ts';
import { remarkCase } from '../../feedback/remark-case.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayFact } from '../../shared/say-fact.ts';
import { sayMasked } from '../../shared/mask.ts';
import type { CardKindVerbs, ThreadReply } from '../card-kind.ts';
import { caseCard } from '../views/case-card.ts';
import { caseEventLine } from '../views/case-event.ts';
import { caseLetter, type CasePart } from '../views/case-letter.ts';
import { evidenceLine } from './case-evidence.ts';
import { readCaseView } from './case-views.ts';
import { repairEnds } from './repair-ends.ts';
import { sayCaseEvent } from './say-case-event.ts';

const parts: readonly CasePart[] = ['flagger', 'voice', 'owner', 'deputy', 'above'];

/** Cards of cases: the case in the builders' channel, a letter to who raised it and to whoever answers. */
export const caseCards: CardKindVerbs = {
  async card(ctx, { subjectId }, message) {
    return caseCard((await readCaseView(ctx, subjectId)).view, message);
  },
  async letter(ctx, { subjectId }, { personId, part }, message) {
    const { detail, view } = await readCaseView(ctx, subjectId);
    const known = parts.find((one) => one === part) ?? 'notice';
    return caseLetter(view, known, message, { personId, standsIn: part === 'deputy' || detail.deputyId === personId });
  },
  async event(ctx, { subjectId }, event, destination) {
    if (event.kind === 'evidence') return evidenceLine(ctx, subjectId, event);
    const { detail, view } = await readCaseView(ctx, subjectId);
    const who =
      event.personId === null
        ? undefined
        : ((await readPersons(ctx, [event.personId])).get(event.personId)?.name ?? event.personId);
    const asks = event.kind === 'asked' && voicesOf(detail).some((id) => destination === `person:${id}`);
    const { doerId, actionId } = event.data;
    const step = view.actions.find((one) => one.id === actionId && one.state === 'open');
    const isDoer = typeof doerId === 'string' && destination === `person:${doerId}`;
    const factId = event.kind === 'complaints' ? event.data['factId'] : undefined;
    const [total] = typeof factId === 'string' ? await readFacts(ctx, [factId]) : [];
    const told = total ? { ...event.data, total: sayFact(total) } : event.data;
    const data = typeof doerId === 'string' ? { ...told, doer: isDoer ? 'you' : step?.person } : told;
    const words = event.words ?? (await repairEnds(ctx, [event])).get(String(event.data['matterId']));
    return caseEventLine({
      says: sayCaseEvent({ kind: event.kind, who, data, flagger: view.flagger }),
      ...(words ? { words } : {}),
      ...(asks ? { reply: view } : {}),
      ...(isDoer && step ? { settle: { revision: view.revision, action: step } } : {}),
      ...(typeof event.data['framingId'] === 'string' ? { idea: Number(event.data['number']) } : {}),
    });
  },
  async reply(ctx, { subjectId: caseId }, reply) {
    const detail = await readCase(ctx, caseId);
    const { words, clientKey, letter } = reply;
    const said = { caseId, words, clientKey, inThread: letter === undefined };
    // In a channel Leeway is called to answer questions about models; a case is written about without calling it.
    if (!letter && reply.addressed && !detail.isVoice) return undefined;
    const moved = detail.isVoice
      ? await answerOwner(ctx, said)
      : asksSomething(detail, reply)
        ? await askFlagger(ctx, { ...said, revision: detail.revision })
        : await remarkCase(ctx, said);
    return { sentence: whereTo(moved, detail, reply) };
  },
};

/** Under one's own letter a question is asked; builders among themselves only talk, and it is passed on. */
const asksSomething = ({ mayTriage, state }: CaseDetail, { letter, words }: ThreadReply): boolean =>
  letter !== undefined && mayTriage && /\?\s*$/.test(words) && ['flagged', 'accepted', 'acting'].includes(state);

const voicesOf = ({ flaggedById, voices }: CaseDetail): string[] => [flaggedById, ...voices.map((one) => one.personId)];

/** Where others read along it is seen at once; in a letter the person is told where it went. */
function whereTo(moved: CaseMoved, detail: CaseDetail, { letter }: ThreadReply): string {
  const masked = sayMasked(moved.masked);
  const other = detail.isVoice ? (detail.ownerName ?? 'whoever takes it') : (detail.flaggedByName ?? detail.flaggedById);
  return [letter && `Passed on to ${other}.`, masked].filter(Boolean).join(' ');
}
