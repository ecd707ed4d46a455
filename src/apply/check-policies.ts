import { configurationPolicyId } from '../approvals/configuration-policy.ts';
import type { Sitters } from '../approvals/policy.ts';
import { gateNames } from '../validation/schemas.ts';
import type { Checks } from './check-references.ts';
import type { LeewayFile } from './schema.ts';

type FilePolicy = LeewayFile['policies'][string];

/** What rotas and policies refer to, and what no policy may say. */
export function checkPolicies(file: LeewayFile, check: Checks): void {
  for (const [id, rota] of Object.entries(file.rotas)) {
    check.zone(rota.zone, ['rotas', id, 'zone']);
    rota.people.forEach((person, index) => check.known('people', person, ['rotas', id, 'people', index]));
  }
  for (const [id, policy] of Object.entries(file.policies)) {
    const path = ['policies', id];
    check.zone(policy.zone, [...path, 'zone']);
    check.channel(policy.channel, [...path, 'channel']);
    policy.models.forEach((model, index) => check.known('models', model, [...path, 'models', index]));
    for (const [seat, { who }] of Object.entries(policy.seats)) checkSitters(who, [...path, 'seats', seat, 'who'], check);
    if (policy.tell) checkSitters(policy.tell, [...path, 'tell'], check);
    if (policy.escalate) checkSitters(policy.escalate.to, [...path, 'escalate', 'to'], check);
    checkGates(policy, path, check);
    checkTimes(policy, path, check);
    const { by } = policy.deploy;
    if (by !== 'alias' && !Object.hasOwn(file.deployers, by))
      check.report([...path, 'deploy', 'by'], `expected \`alias\` or one of \`deployers\`, “${by}” is none`);
    if (id === configurationPolicyId) checkConfiguration(policy, path, check);
  }
}

function checkSitters(who: Sitters, path: PropertyKey[], check: Checks): void {
  if ('team' in who) check.known('teams', who.team, [...path, 'team']);
  if ('onCall' in who) check.known('rotas', who.onCall, [...path, 'onCall']);
  if ('people' in who) who.people.forEach((person, index) => check.known('people', person, [...path, 'people', index]));
}

function checkGates({ gates }: FilePolicy, path: PropertyKey[], check: Checks): void {
  const known: readonly string[] = gateNames;
  gates.required.forEach((gate, index) => {
    if (!known.includes(gate))
      check.report([...path, 'gates', 'required', index], `expected one of ${known.join(', ')}, “${gate}” is none`);
  });
  gates.mayBeOutvoted.forEach((gate, index) => {
    if (!gates.required.includes(gate))
      check.report([...path, 'gates', 'mayBeOutvoted', index], `expected one of the gates under \`required\`, “${gate}” is none`);
  });
}

function checkTimes(policy: FilePolicy, path: PropertyKey[], check: Checks): void {
  const { expiresAfterHours } = policy;
  const early = `expected fewer than the ${expiresAfterHours} hours after which the request ends`;
  policy.remindAfterHours.forEach((hours, index) => {
    if (hours >= expiresAfterHours) check.report([...path, 'remindAfterHours', index], early);
  });
  if (policy.escalate && policy.escalate.afterHours >= expiresAfterHours)
    check.report([...path, 'escalate', 'afterHours'], early);
  policy.freeze.forEach(({ when }, index) => {
    if ('start' in when) check.ordered(when, [...path, 'freeze', index, 'when']);
  });
}

/** A change of the configuration has no model, so nobody is its owner and nothing of it can be promoted. */
function checkConfiguration(policy: FilePolicy, path: PropertyKey[], check: Checks): void {
  for (const [seat, { who }] of Object.entries(policy.seats)) {
    if ('owner' in who)
      check.report(
        [...path, 'seats', seat, 'who', 'owner'],
        'expected a role, a team or people: a change of this file has no model',
      );
  }
  if (policy.any || policy.models.length > 0 || policy.risk.length > 0)
    check.report(path, 'expected no `models`, `risk` or `any`: this policy is for changes of this file');
  if (policy.gates.required.length > 0)
    check.report([...path, 'gates', 'required'], 'expected none: a change of this file has no gates');
}
