import type { Policy, PolicySpec } from './policy.ts';

/** For how long a request without the usual agreement stays open. */
const breakGlassHours = 4;

/**
 * The policy under which an emergency goes ahead: any other person of the model's team who may operate it agrees, no gate
 * is required and no freeze holds. It always takes two people, whatever the usual policy says, and compliance is told.
 */
export function breakGlassPolicy({ id, version, spec }: Policy): Policy {
  const emergency: PolicySpec = {
    ...spec,
    title: `${spec.title}: emergency`,
    seats: {
      second: {
        words: 'engineering',
        phrase: 'a second person of the team',
        who: { anyRole: ['engineer', 'operator', 'admin'], of: 'team' },
        count: 1,
        checklist: [],
      },
    },
    refusal: 'veto',
    gates: { required: [], mayBeOutvoted: [] },
    requires: { reason: true, expectedEffect: false, rollbackPlan: false, checklist: [] },
    expiresAfterHours: breakGlassHours,
    remindAfterHours: [1],
    freeze: [],
    stepUp: true,
    whenAnother: 'supersede',
  };
  delete emergency.escalate;
  // An emergency is over soon; who had asked for the same before it is not forgotten so soon.
  return { id, version, spec: emergency, periodHours: spec.expiresAfterHours };
}
