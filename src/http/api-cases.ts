import { z } from 'zod';
import { actionKinds, caseStates } from '../db/schema/feedback.ts';
import type { Case, CaseAction, CaseDetail, CaseEvent, CaseVoice } from '../feedback/read-case.ts';
import { day, instant } from './api-facts.ts';
import type { Documents } from './api-route.ts';

const name = z.string().nullable();

const line = z.strictObject({
  id: z.uuid(),
  number: z.int().describe('What people call it: case 12'),
  modelId: z.string(),
  modelTitle: z.string(),
  periodStart: day.nullable(),
  periodEnd: day.nullable().describe('The first day that no longer counts'),
  kind: z.string().nullable().describe('What kind of problem; null until it was told'),
  state: z.enum(caseStates),
  flaggedById: z.string(),
  flaggedByName: name,
  ownerId: z.string().nullable(),
  ownerName: name,
  promisedOn: day.nullable().describe('By when the next step was promised'),
  flaggedAt: instant,
  firstAnswerAt: instant.nullable(),
  closedAt: instant.nullable(),
  origin: z.strictObject({ kind: z.string(), id: z.string() }).nullable().describe('What it was flagged from'),
  sureness: z.enum(['sure', 'fairly', 'guess']).nullable(),
  still: z.enum(['yes', 'no', 'unknown']).nullable().describe('Whether it still happens'),
  segment: z.string().nullable(),
  teamId: z.string().nullable(),
  teamName: name,
  waitsFor: z.enum(['owner', 'flagger']).nullable(),
  mergedInto: z.uuid().nullable(),
  mergedIntoNumber: z.int().nullable(),
  reopened: z.int().describe('How often whoever raised it opened it again'),
  doneAt: instant.nullable(),
  confirmedAt: instant.nullable(),
  silentAt: instant.nullable().describe('When the promise had passed and those above were told'),
}) satisfies Documents<Case>;

const event = z.strictObject({
  id: z.uuid(),
  at: instant,
  personId: z.string().nullable(),
  kind: z.string(),
  words: z.string().nullable().describe('Null where none were said, or they were erased'),
}) satisfies Documents<Pick<CaseEvent, 'id' | 'at' | 'personId' | 'kind' | 'words'>>;

const action = z.strictObject({
  id: z.uuid(),
  caseId: z.uuid(),
  kind: z.enum(actionKinds),
  words: z.string().nullable(),
  personId: z.string(),
  personName: name,
  dueOn: day,
  state: z.enum(['open', 'done', 'dropped']),
  plannedAt: instant,
  doneAt: instant.nullable(),
  link: z
    .strictObject({ kind: z.enum(['request', 'matter', 'framing']), id: z.string() })
    .nullable()
    .describe('What it opened elsewhere'),
}) satisfies Documents<CaseAction>;

const voice = z.strictObject({
  caseId: z.uuid(),
  number: z.int(),
  personId: z.string(),
  name,
  flaggedAt: instant,
  words: z.string().nullable(),
}) satisfies Documents<CaseVoice>;

export const caseList = z.strictObject({
  cases: z.array(line).describe('Newest first'),
  next: z.int().nullable().describe('`after` of the next page; null on the last'),
});

const { shape } = line;
export const caseAnswer = z
  .strictObject({
    ...shape,
    deputyId: z.string().nullable(),
    deputyName: name,
    revision: z.int().describe('Of its card'),
    events: z.array(event).describe('Everything said and done about it, in order'),
    actions: z.array(action),
    voices: z.array(voice).describe('Whoever said the same in a case that was joined with this one'),
  })
  .meta({ id: 'Case' });

/** What REST shows of a case: what is true of the caller alone is left out. */
export function shownCase({ cardId: _card, mayTriage: _triage, isVoice: _voice, events, ...found }: CaseDetail): object {
  return { ...found, events: events.map(({ id, at, personId, kind, words }) => ({ id, at, personId, kind, words })) };
}

export const flaggedAnswer = z.strictObject({
  caseId: z.uuid(),
  number: z.int(),
  state: z.enum(caseStates),
  created: z.boolean().describe('False where the same was flagged before'),
  ownerId: z.string().nullable(),
  ownerName: name,
  promisedOn: day.nullable(),
  masked: z.array(z.string()).describe('What was left out of the words, as a person would say it'),
});
