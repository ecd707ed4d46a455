import { describe, expect, it } from 'vitest';
import { findJargon } from '../../src/explain/jargon.ts';
import { caseKinds, caseStates } from '../../src/db/schema/feedback.ts';
import { checkBlocks } from '../../src/sandbox/check-blocks.ts';
import type { Block } from '../../src/slack/blocks.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { sayCaseEvent } from '../../src/slack/verbs/say-case-event.ts';
import { caseCard } from '../../src/slack/views/case-card.ts';
import { caseLetter, casePage, type CasePart } from '../../src/slack/views/case-letter.ts';
import { caseList } from '../../src/slack/views/case-list.ts';
import * as modals from '../../src/slack/views/case-modals.ts';
import { standingOf, type CaseView } from '../../src/slack/views/case-words.ts';
import { flagModal } from '../../src/slack/views/flag-modal.ts';
import { acting, action, caseStubs, finished, flagged } from './case-samples.ts';
import * as samples from './samples.ts';

const parts: CasePart[] = ['flagger', 'voice', 'owner', 'deputy', 'above', 'notice'];
const asked: CaseView = { ...flagged, waitsFor: 'flagger', question: { by: 'Priya Raman', words: 'Which flights?' } };
const everyState: CaseView[] = caseStates.map((state) => ({
  ...finished,
  state,
  waitsFor: ['flagged', 'accepted', 'acting'].includes(state) ? ('owner' as const) : finished.waitsFor,
  mergedInto: 3,
  decline: { by: 'Priya Raman', words: 'Not ours.' },
}));
const everyCase = [flagged, asked, acting, finished, { ...acting, again: { by: 'Marcus Bell', words: 'Again.' } }, ...everyState];
const messages = (view: CaseView) => [
  caseCard(view, 'message'),
  ...parts.map((part) => caseLetter(view, part, 'message', { personId: 'priya' })),
  casePage(
    view,
    { flags: true, triages: true },
    Array.from({ length: 60 }, () => `Mon 9 April, 14:05 · Marcus Bell writes: “${'x'.repeat(90)}”`),
  ),
];
const forms = (view: CaseView) => {
  const form = { view, revision: view.revision };
  return [
    modals.describeModal(form),
    modals.askFlaggerModal(form),
    modals.replyModal(form),
    modals.declineModal(form),
    modals.contestModal(form),
    modals.reopenModal(form),
    modals.finishModal(form),
    modals.mergeModal({ ...form, others: [{ value: 'c3', label: 'Case 3, Ana Ruiz' }] }),
    modals.mergeModal({ ...form, others: [] }),
    modals.handModal({ ...form, teams: [{ value: 'ops', label: 'Operations' }] }),
    modals.settleModal({ action, caseNumber: 12 }),
    modals.caseAnswerModal({ ...form, count: modals.maxPlanned, userId: 'U0DATA', suggestedDue: '2001-04-20' }),
  ];
};
const textOf = ({ blocks }: { blocks: readonly Block[] }) => JSON.stringify(blocks);
const buttons = ({ blocks }: { blocks: readonly Block[] }) =>
  blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((one) => ('action_id' in one ? one.action_id : '')) : [],
  );

const long = (words: string): string => words + 'x'.repeat(3_000);
const spoiled = (view: CaseView): CaseView => ({
  ...view,
  modelName: long('<!channel>'),
  flagger: long('Marcus '),
  owner: long('Priya '),
  words: `${'&'.repeat(2_900)}\n${'line\n'.repeat(50)}`,
  segment: long('ORD'),
  voices: ['Ana', 'Bo'],
  told: Array.from({ length: 9 }, () => ({ heading: 'What was done', words: '<'.repeat(3_000) })),
  actions: Array.from({ length: 30 }, (_, at) => ({ ...action, id: `${action.id.slice(0, -2)}${10 + at}`, words: long('do ') })),
  ...(view.question ? { question: { by: long('P'), words: '>'.repeat(3_000) } } : {}),
  ...(view.answer ? { answer: { by: long('P'), words: '>'.repeat(3_000) } } : {}),
});

describe('a case in Slack', () => {
  it('keeps Slack’s limits in every state, for everybody, whatever was written', () => {
    for (const view of [...everyCase, ...everyCase.map(spoiled)]) {
      for (const message of messages(view)) {
        checkPayload(message);
        checkBlocks(message.blocks, { surface: 'message', fileReady: () => true });
        expect(textOf(message)).not.toContain('"<!channel>');
      }
      for (const modal of forms(view)) {
        checkPayload({ view: modal });
        checkBlocks(modal.blocks, { surface: 'modal', fileReady: () => true });
      }
    }
  });

  it('says nothing to an expert that the glossary calls jargon', async () => {
    const said = [
      ...everyCase.flatMap((view) => [
        textOf(caseLetter(view, 'flagger', 'message', { personId: 'marcus' })),
        textOf(caseLetter(view, 'voice', 'message', { personId: 'ana' })),
        textOf(casePage(view, { flags: true, triages: false }, [])),
      ]),
      ...forms(asked).map((modal) => JSON.stringify(modal)),
      JSON.stringify(flagModal(samples.flagForm)),
      textOf(caseList(await caseStubs.cases({} as never))),
    ].map((json) => [...json.matchAll(/"text":"([^"]+)"/g)].map((hit) => hit[1]).join(' '));
    expect(said.flatMap((text) => findJargon(text)).map(({ word }) => word)).toEqual([]);
  });

  it('offers who raised it what comes next, and nothing that others decide', () => {
    const offered = (view: CaseView) => buttons(caseLetter(view, 'flagger', 'm', { personId: 'marcus' }));
    expect(offered(flagged)).toEqual(['case-describe', 'case-pass-on']);
    expect(offered(asked)).toEqual(['case-reply', 'case-describe']);
    expect(offered(finished)).toEqual(['case-confirm', 'case-reopen']);
    expect(offered({ ...flagged, state: 'declined', waitsFor: null })).toEqual(['case-contest']);
    expect(offered({ ...flagged, state: 'merged', waitsFor: null, mergedInto: 3 })).toEqual([]);
  });

  it('says “you” to who raised both of two cases that were joined', () => {
    const merged = { ...flagged, state: 'merged' as const, waitsFor: null, mergedInto: 3 };
    const said = (view: CaseView) => textOf(caseLetter(view, 'flagger', 'm', { personId: 'marcus' }));
    expect(said(merged)).toContain('Somebody flagged the same.');
    expect(said({ ...merged, mergedWithOwn: true })).toContain('You flagged the same there.');
    expect(said({ ...merged, mergedWithOwn: true })).not.toContain('Somebody');
  });

  it('tells who raised it who stands in for an owner who is away', () => {
    const said = (view: CaseView) =>
      textOf(caseLetter({ ...view, standsIn: 'Lena Fischer' }, 'flagger', 'm', { personId: 'marcus' }));
    for (const view of [flagged, { ...flagged, late: true as const }])
      expect(said(view)).toContain('Priya Raman is away; Lena Fischer stands in.');
    expect(textOf(caseLetter(flagged, 'flagger', 'm', { personId: 'marcus' }))).not.toContain('stands in');
  });

  it('is not better where an answer alone settled it', () => {
    const closed = { ...flagged, state: 'confirmed' as const, waitsFor: null };
    const said = (view: CaseView) => textOf(caseLetter(view, 'flagger', 'm', { personId: 'marcus' }));
    expect(said(closed)).toContain('Case 12 is closed: it is better.');
    expect(said({ ...closed, settled: true })).toContain('Case 12 is closed: the answer settles it.');
    expect(textOf(caseCard({ ...closed, settled: true }, 'm'))).toContain('Marcus Bell says that this settles it');
  });

  it('says of a step whose day has passed that it was due then', () => {
    const late = { ...acting, actions: [{ ...action, late: true as const }] };
    const said = (view: CaseView) => textOf(caseLetter(view, 'owner', 'm', { personId: 'tom' }));
    expect(said(acting)).toContain('*One thing here is yours*, by *Fri 20 April*.');
    expect(said(late)).toContain('*One thing here is yours*, it was due *Fri 20 April*.');
    expect(said(late)).toContain('*Tom Okafor*, was due Fri 20 April');
    const owner = { ...flagged, late: true as const };
    expect(textOf(caseLetter(owner, 'owner', 'm', { personId: 'priya' }))).toContain('yours to answer, was due Mon 16 April');
    expect(standingOf({ ...late, late: true })).toBe('being worked on, was due Mon 16 April');
  });

  it('is not called done in a list that does not read what is planned', () => {
    const { actions: _, ...listed } = acting;
    expect(standingOf(listed)).toBe('being worked on');
    expect(standingOf({ ...listed, late: true })).toBe('being worked on, was due Mon 16 April');
  });

  it('offers a promotion for a step that may take a version, until one is asked for', () => {
    const step = { ...action, kind: 'retrain' as const, asks: true };
    const offered = (one: typeof step | typeof action) =>
      buttons(caseLetter({ ...acting, actions: [one] }, 'owner', 'm', { personId: 'priya', standsIn: true }));
    expect(offered(step)).toContain('case-request');
    expect(offered({ ...step, asks: false })).not.toContain('case-request');
    expect(offered({ ...step, state: 'done' as never })).not.toContain('case-request');
    expect(buttons(caseLetter({ ...acting, actions: [step] }, 'flagger', 'm', { personId: 'marcus' }))).not.toContain(
      'case-request',
    );
  });

  it('says of late only what is late', () => {
    const letter = (part: CasePart, late: boolean) =>
      textOf(caseLetter({ ...flagged, ...(late ? { late } : {}) }, part, 'm', { personId: 'tom', standsIn: part === 'deputy' }));
    expect(letter('deputy', true)).toContain('You stand in for Priya Raman, who is late.');
    expect(letter('deputy', false)).toContain('You stand in for Priya Raman.');
    expect(letter('above', true)).toContain('What was promised is late');
    expect(letter('above', false)).toContain('Priya Raman has it in hand.');
    expect(letter('flagger', true)).toMatch(/Priya Raman promised an answer by .* and is late\./);
    expect(letter('flagger', false)).toMatch(/Priya Raman answers you here by/);
  });

  it('gives the decision to who has it in hand, and to whoever does something only that', () => {
    const letter = (personId: string) => caseLetter(acting, 'owner', 'm', { personId });
    expect(buttons(letter('priya'))).toEqual(['case-ask', 'case-more']);
    expect(buttons(letter('tom'))).toEqual(['case-open']);
    expect(textOf(letter('tom'))).toContain('*One thing here is yours*, by *Fri 20 April*.');
    expect(textOf(letter('lena'))).not.toContain('case-settle');
    expect(textOf(caseLetter(flagged, 'owner', 'm', { personId: 'priya' }))).toContain('yours to answer, by Mon 16 April');
  });

  it('says whose turn it is, in every state', () => {
    expect([asked, ...everyState].map(standingOf)).toEqual([
      'waits for Marcus Bell to reply',
      'waits for Priya Raman, answer by Mon 16 April',
      'Priya Raman has taken it on, answer by Mon 16 April',
      'answered; Marcus Bell says whether that settles it',
      'all is done; Priya Raman is to say what changed',
      'done; Marcus Bell says whether it is better',
      '✓ closed, Marcus Bell says that it is better',
      'closed; nobody said whether it is better',
      '✗ declined by Priya Raman',
      '↪ goes on as case 3',
    ]);
  });

  it('says each happening in a sentence of its own', () => {
    const say = (kind: string, data: Record<string, unknown> = {}) =>
      sayCaseEvent({ kind, who: 'Priya Raman', data, flagger: 'Marcus Bell' });
    expect(say('accepted', { answerBy: '2001-04-16' })).toBe('Priya Raman has taken it on and answers by Mon 16 April.');
    expect(say('handed', { toName: 'Tom Okafor', toTeam: 'Operations' })).toBe(
      'Priya Raman handed it to Tom Okafor (Operations).',
    );
    expect(say('described', { parts: ['kind', 'harm'] })).toBe(
      'Priya Raman told more about it: what kind of problem it is and what it cost or whom it hurt.',
    );
    expect(say('deputised', { for: 'Priya Raman', name: 'Tom Okafor' })).toBe(
      'What Priya Raman promised is late; Tom Okafor is asked now.',
    );
    expect(say('unconfirmed', { why: 'silent' })).toContain('nobody said whether it is better');
    expect(caseKinds.length).toBe(6);
  });
});
