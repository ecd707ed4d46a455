import { describe, expect, it } from 'vitest';
import { barredFrom } from '../../src/approvals/duties.ts';
import { evidenceHash, nothingShown, sayChanges, type GateShown, type Shown } from '../../src/approvals/evidence.ts';
import { freeFrom, freezeEdges, frozenAt } from '../../src/approvals/freeze.ts';
import { stepHours } from '../../src/approvals/lead-time.ts';
import { canBeFilled, chooseSeat, outcomeOf, type Counted } from '../../src/approvals/outcome.ts';
import type { PolicySpec } from '../../src/approvals/policy.ts';
import { choosePolicy } from '../../src/approvals/read-policies.ts';
import { entitlementsOf, votersOf, type Table } from '../../src/approvals/seats.ts';
import { isTyped } from '../../src/approvals/step-up.ts';
import { onCallOf } from '../../src/people/rotas.ts';
import { aPolicy } from './fixture.ts';

const at = (text: string) => new Date(text);

describe('the edges of freeze windows', () => {
  const zone = 'America/Chicago';
  const edges = (freeze: PolicySpec['freeze'], before = '2001-07-09T05:00:00Z') =>
    freezeEdges({ zone, freeze }, new Date('2001-06-30T20:00:00Z'), new Date(before)).map((one) => one.toISOString());
  const days = { why: 'holiday', when: { start: '2001-07-02', end: '2001-07-06' } };

  it('are its first instant and the first that is free again, within the time asked for', () => {
    expect(edges([days])).toEqual(['2001-07-02T05:00:00.000Z', '2001-07-06T05:00:00.000Z']);
    expect(edges([days], '2001-07-05T20:00:00Z')).toEqual(['2001-07-02T05:00:00.000Z']);
  });

  it('are each night’s of a weekly one, and none within a longer one', () => {
    const nights = { why: 'night', when: { weekdays: [3, 6], from: '22:00', until: '06:00' } };
    expect(edges([nights, days])).toEqual([
      '2001-07-01T03:00:00.000Z',
      '2001-07-01T11:00:00.000Z',
      '2001-07-02T05:00:00.000Z',
      '2001-07-06T05:00:00.000Z',
      '2001-07-08T03:00:00.000Z',
      '2001-07-08T11:00:00.000Z',
    ]);
  });
});

describe('freeze windows', () => {
  const zone = 'America/Chicago';
  const days = { zone, freeze: [{ why: 'holiday', when: { start: '2001-07-04', end: '2001-07-05' } }] };
  const nights = { zone, freeze: [{ why: 'night', when: { weekdays: [5], from: '22:00', until: '06:00' } }] };

  it('hold on the days of the zone, the end day is free', () => {
    expect(frozenAt(days, at('2001-07-04T04:59:59Z'))).toBeNull();
    expect(frozenAt(days, at('2001-07-04T05:00:00Z'))?.until).toEqual(at('2001-07-05T05:00:00Z'));
    expect(frozenAt(days, at('2001-07-05T05:00:00Z'))).toBeNull();
  });

  it('may run over midnight', () => {
    expect(frozenAt(nights, at('2001-06-23T02:59:00Z'))).toBeNull();
    expect(frozenAt(nights, at('2001-06-23T03:00:00Z'))?.until).toEqual(at('2001-06-23T11:00:00Z'));
    expect(frozenAt(nights, at('2001-06-23T10:59:00Z'))?.why).toBe('night');
    expect(frozenAt(nights, at('2001-06-23T11:00:00Z'))).toBeNull();
    expect(frozenAt(nights, at('2001-06-24T04:00:00Z'))).toBeNull();
  });

  it('leave the first free instant, or none before the end', () => {
    const chained = { zone, freeze: [...days.freeze, { why: 'more', when: { start: '2001-07-05', end: '2001-07-07' } }] };
    expect(freeFrom(chained, at('2001-07-04T12:00:00Z'), at('2001-07-10T00:00:00Z'))).toEqual(at('2001-07-07T05:00:00Z'));
    expect(freeFrom(chained, at('2001-07-04T12:00:00Z'), at('2001-07-07T05:00:00Z'))).toBeUndefined();
  });
});

describe('who may sit', () => {
  const term = (personId: string, deputyId: string) => ({
    personId,
    deputyId,
    from: '2001-06-01T00:00:00.000Z',
    until: '2001-07-01T00:00:00.000Z',
  });
  const table = (more: Partial<Table> = {}): Table => ({
    sittingThen: { one: ['ann', 'bob'] },
    sittingNow: { one: ['ann', 'bob', 'new'] },
    deputiesThen: [],
    deputiesNow: [],
    delegations: [],
    at: at('2001-06-18T00:00:00Z'),
    ...more,
  });

  it('must have had the right when the request was made, and still', () => {
    expect(entitlementsOf('new', table())).toEqual([]);
    expect(entitlementsOf('bob', table({ sittingNow: { one: ['ann'] } }))).toEqual([]);
    expect(entitlementsOf('ann', table())).toEqual([{ seat: 'one', holderId: 'ann' }]);
  });

  it('passes through a deputy who then hands it on', () => {
    const terms = [term('ann', 'dep')];
    const handed = table({ deputiesThen: terms, deputiesNow: terms, delegations: [{ fromId: 'dep', toId: 'eve' }] });
    expect(entitlementsOf('dep', handed)).toEqual([]);
    expect(entitlementsOf('eve', handed)).toEqual([{ seat: 'one', holderId: 'ann' }]);
    expect(votersOf('one', handed).map((one) => one.personId)).toEqual(['ann', 'eve', 'bob']);
  });

  it('has no deputy in themselves', () => {
    const terms = [term('ann', 'ann')];
    expect(entitlementsOf('ann', table({ deputiesThen: terms, deputiesNow: terms }))).toHaveLength(1);
  });
});

describe('what votes come to', () => {
  const seat = (count = 1) => ({ words: 'business' as const, phrase: 'one', who: { people: ['a'] }, count, checklist: [] });
  const vote = (personId: string, seatId: string, decision: 'approve' | 'refuse' = 'approve', holderId = personId): Counted => ({
    personId,
    seat: seatId,
    holderId,
    decision,
  });
  const could = (...ids: [string, ...string[]][]) =>
    new Map(ids.map(([id, ...seats]) => [id, seats.map((one) => ({ seat: one, holderId: id }))]));

  it('counts two who sit for the same person once', () => {
    const rules = { seats: { x: seat(2) }, refusal: 'veto' as const };
    expect(outcomeOf(rules, [vote('a', 'x'), vote('deputy', 'x', 'approve', 'a')], could(['c', 'x']))).toEqual({ state: 'open' });
  });

  it('sees that two seats cannot be filled by one person', () => {
    const seats = { x: seat(), y: seat() };
    expect(canBeFilled({ seats }, [], could(['a', 'x', 'y']))).toBe(false);
    expect(canBeFilled({ seats }, [], could(['a', 'x', 'y'], ['b', 'x']))).toBe(true);
    expect(canBeFilled({ seats }, [vote('b', 'x')], could(['a', 'x', 'y']))).toBe(true);
  });

  it('puts a person where fewest others could sit', () => {
    const seats = { x: seat(), y: seat() };
    const mine = [
      { seat: 'x', holderId: 'a' },
      { seat: 'y', holderId: 'a' },
    ];
    expect(chooseSeat({ seats }, mine, [], 'a', (one) => (one === 'x' ? 3 : 0))?.chosen.seat).toBe('y');
    expect(chooseSeat({ seats }, mine, [vote('b', 'y')], 'a', () => 0)?.chosen.seat).toBe('x');
  });
});

describe('evidence', () => {
  const gate = (more: Partial<GateShown> = {}): GateShown => ({
    gate: 'mae',
    title: 'Typical miss',
    state: 'passed',
    required: true,
    mayBeOutvoted: false,
    reason: null,
    facts: ['f1'],
    hash: 'a',
    ...more,
  });
  const shown = (more: Partial<Shown> = {}): Shown => ({ ...nothingShown(), serving: 1, gates: [gate()], ...more });

  it('is the same when it was computed again with the same result', () => {
    const again = shown({ gates: [gate({ facts: ['f2'] })] });
    expect(evidenceHash(again)).toBe(evidenceHash(shown()));
    expect(sayChanges(shown(), again)).toEqual([]);
  });

  it('names what moved', () => {
    const after = shown({ serving: 2, gates: [gate({ hash: 'b' })], better: [{ text: 'more', facts: [] }] });
    expect(sayChanges(shown(), after)).toEqual([
      'version 2 is live now',
      'the check “Typical miss” shows other figures',
      'what is better is said otherwise',
    ]);
    expect(sayChanges(shown(), shown({ gates: [] }))).toEqual(['the check “Typical miss” is not there any more']);
  });
});

describe('smaller rules', () => {
  it('bar the requester first, then the builder', () => {
    const duties = {
      requesterId: 'a',
      builders: ['a'],
      version: 3,
      earlierRequesters: [{ personId: 'b', number: 7 }],
      concerned: [],
    };
    expect([...barredFrom(duties)]).toEqual([
      ['a', 'made this request'],
      ['b', 'asked for the same in request 7'],
    ]);
  });

  it('choose the policy that names the model before its risk class, and that before any', () => {
    const policy = (id: string, more: object) => ({ id, version: 1, spec: aPolicy({ any: false, ...more }) });
    const all = [policy('any', { any: true }), policy('risk', { risk: ['high'] }), policy('name', { models: ['m'] })];
    const chosen = (id: string, riskClass: 'high' | null, environment = 'production') =>
      choosePolicy(all, { id, riskClass }, environment)?.id;
    expect([chosen('m', 'high'), chosen('n', 'high'), chosen('n', null), chosen('m', null, 'staging')]).toEqual([
      'name',
      'risk',
      'any',
      undefined,
    ]);
  });

  it('forgive spaces and capitals in what has to be typed, and nothing else', () => {
    expect([
      isTyped(' Flight-Delay  3', 'flight-delay 3'),
      isTyped(undefined, 'x'),
      isTyped('flight-delay 2', 'flight-delay 3'),
    ]).toEqual([true, false, false]);
  });

  it('give nought for a step when the clock was set back', () => {
    const same = at('2001-06-18T00:00:00Z');
    const steps = { registered: at('2001-06-19T00:00:00Z'), requested: same, decided: same, started: same, live: same };
    expect(stepHours(steps)['registered-requested']).toBe(0);
  });

  it('change who is on call at the hour of the zone, each week in turn', () => {
    const rota = { zone: 'America/Chicago', weekday: 1, hour: 9, people: ['ann', 'bob', 'eve'] };
    const before = onCallOf(rota, at('2001-06-18T13:59:59Z'));
    const after = onCallOf(rota, at('2001-06-18T14:00:00Z'));
    expect(before).not.toBe(after);
    expect(onCallOf(rota, at('2001-06-25T13:59:59Z'))).toBe(after);
    expect(onCallOf(rota, at('2001-07-09T14:00:00Z'))).toBe(after);
  });
});
