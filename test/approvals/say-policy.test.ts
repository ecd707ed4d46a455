import { describe, expect, it } from 'vitest';
import { policySpec, type PolicySpec } from '../../src/approvals/policy.ts';
import { sayPolicyChange } from '../../src/approvals/say-policy.ts';

const names = {
  person: (id: string) => (id === 'dana' ? 'Dana Whitfield' : id),
  team: (id: string) => id,
  model: () => 'Flight Delay',
};
const spec: PolicySpec = policySpec.parse({
  title: 'Flight Delay in production',
  models: ['flight-delay'],
  environments: ['production'],
  seats: {
    business: { words: 'business', phrase: 'the business owner', who: { people: ['dana'] }, checklist: ['I know what changes'] },
    engineer: { words: 'engineering', phrase: 'an engineer', who: { role: 'engineer' } },
  },
  gates: { required: ['data', 'costly-error'], mayBeOutvoted: ['costly-error'] },
  requires: {},
  expiresAfterHours: 120,
  remindAfterHours: [24],
  escalate: { afterHours: 96, to: { onCall: 'flights' } },
  zone: 'America/Chicago',
  freeze: [{ why: 'Fourth of July', when: { start: '2001-07-02', end: '2001-07-06' } }],
  deploy: {},
  channel: 'C0APPROVE',
});
const changed = (change: Partial<PolicySpec>) => sayPolicyChange(spec, { ...spec, ...change }, names);

describe('a change of a policy, said to whoever agrees to it', () => {
  it('says of a new one whom it takes, what must have passed and how long there is', () =>
    expect(sayPolicyChange(null, spec, names)).toBe(
      "New policy “Flight Delay in production” for Flight Delay in production: who must agree: the business owner (Dana Whitfield) and an engineer (any engineer of the model's team); checks that must have passed: data and the error that hurts; of them may be outvoted with a reason: the error that hurts; when nothing goes live: Fourth of July (2 July 2001 to 5 July 2001); time to decide: 5 days.",
    ));

  it('says what ends with one that goes', () =>
    expect(sayPolicyChange(spec, null, names)).toBe(
      'The policy “Flight Delay in production” ends: Flight Delay in production falls to another policy, or to none.',
    ));

  it('gives each of several changes a line, and says of frozen days only what is new or gone', () => {
    const july = spec.freeze[0]!;
    const spring = { why: 'spring schedule', when: { start: '2001-04-11', end: '2001-04-12' } };
    expect(changed({ freeze: [spring, july], observeDays: 7 })).toBe(
      'The policy “Flight Delay in production” changes:\n– when nothing goes live: now also spring schedule (11 April 2001)\n– effect looked at after: 7 days (so far: 14 days)',
    );
    const both = { ...spec, freeze: [spring, july] };
    expect(sayPolicyChange(both, spec, names)).toContain('when nothing goes live: no longer spring schedule (11 April 2001).');
  });

  // Whoever agrees sees each of them: a part that nobody was told of would be agreed to unseen.
  it.each<[part: string, change: Partial<PolicySpec>, said: string]>([
    ['title', { title: 'New' }, 'its name: “New”'],
    ['models', { models: ['other'], any: true }, 'it covers:'],
    ['risk', { risk: ['high'] }, 'it covers: Flight Delay and models of high risk in production'],
    ['environments', { environments: ['pilot'] }, 'it covers: Flight Delay in pilot'],
    [
      'count',
      { seats: { ...spec.seats, engineer: { ...spec.seats['engineer']!, count: 2 } } },
      "who must agree: an engineer, 2 people (any engineer of the model's team) (so far: an engineer (any engineer of the model's team)).",
    ],
    ['who', { seats: { ...spec.seats, business: { ...spec.seats['business']!, who: { people: ['tom'] } } } }, '(tom)'],
    [
      'checklist',
      { seats: { ...spec.seats, engineer: { ...spec.seats['engineer']!, checklist: ['x'] } } },
      'tick: “I know what changes” and “x”',
    ],
    ['refusal', { refusal: 'quorum' }, 'one refusal ends it: no (so far: yes)'],
    [
      'gates',
      { gates: { required: ['data'], mayBeOutvoted: [] } },
      'must have passed: data (so far: data and the error that hurts)',
    ],
    ['requires', { requires: { ...spec.requires, rollbackPlan: false } }, 'must bring: why and the expected effect (so far'],
    ['expiry', { expiresAfterHours: 6 }, 'time to decide: 6 hours (so far: 5 days)'],
    ['reminders', { remindAfterHours: [] }, 'reminders: none (so far: after 1 day)'],
    ['escalation', { escalate: undefined }, 'when nobody decides: nobody (so far: whoever is on call (flights) after 4 days)'],
    ['zone', { zone: 'Europe/Berlin' }, 'its clock: Europe/Berlin'],
    ['freeze', { freeze: [] }, 'when nothing goes live: none (so far: Fourth of July'],
    ['step-up', { stepUp: true }, 'types the version’s name: yes'],
    ['another', { whenAnother: 'queue' }, 'a newer request: waits its turn'],
    ['observation', { observeDays: 7 }, 'effect looked at after: 7 days'],
    ['deployer', { deploy: { by: 'ci', timeoutMinutes: 5 } }, 'deployed by: ci, within 5 minutes'],
    ['channel', { channel: 'C0OTHER' }, 'decided in: C0OTHER'],
    ['told', { tell: { role: 'compliance', of: 'anybody' } }, 'who is told besides: whoever has compliance'],
    [
      'what nothing tells',
      { seats: { ...spec.seats, engineer: { ...spec.seats['engineer']!, words: 'compliance' } } },
      'how its parts are called',
    ],
  ])('says that its %s changes', (_part, change, said) => expect(changed(change as Partial<PolicySpec>)).toContain(said));
});
