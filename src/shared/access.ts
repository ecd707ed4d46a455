import type { Actor, Role } from './actor.ts';
import { LeewayError } from './errors.ts';

/**
 * Who may do what, on one's own team's models and on others'. One table, asked by every verb before anything else.
 * `all`: on every model; `own`: on models of one's teams or that one owns.
 */
const everybody: readonly Role[] = ['executive', 'expert', 'engineer', 'data-scientist', 'compliance', 'operator', 'admin'];
const builders: readonly Role[] = ['engineer', 'data-scientist'];

export const permissions = {
  'registry.read': { all: everybody, own: everybody },
  'registry.write': { all: ['admin'], own: builders },
  'facts.read': { all: everybody, own: everybody },
  'monitor.run': { all: ['operator', 'admin'], own: builders },
  'matters.read': { all: everybody, own: everybody },
  'matters.take': { all: ['admin'], own: everybody },
  'feedback.read': { all: everybody, own: everybody },
  'feedback.flag': { all: everybody, own: everybody },
  'feedback.vote': { all: everybody, own: everybody },
  /** Only who was asked answers; what came of it is for all. */
  'sampling.answer': { all: everybody, own: everybody },
  'sampling.read': { all: everybody, own: everybody },
  /** Votes on texts with their reasons, for those who write templates and thresholds. */
  'feedback.votes': { all: ['data-scientist', 'engineer', 'operator', 'admin'], own: [] },
  /** Whoever knows of a change in the business tells of it; those a touched model belongs to bring it to an end. */
  'changes.report': { all: everybody, own: everybody },
  'changes.settle': { all: ['admin'], own: everybody },
  'complaints.count': { all: everybody, own: everybody },
  'digest.read': { all: everybody, own: everybody },
  'digest.settings': { all: everybody, own: everybody },
  'ask.ask': { all: everybody, own: everybody },
  'people.read': { all: everybody, own: everybody },
  'framing.read': { all: everybody, own: everybody },
  'framing.open': { all: everybody, own: everybody },
  /** Answering and ending an idea is for those whom it names. */
  'framing.answer': { all: ['admin'], own: everybody },
  'framing.settle': { all: ['admin'], own: everybody },
  'audit.read': { all: ['compliance', 'operator', 'admin'], own: [] },
  'config.apply': { all: ['operator', 'admin'], own: [] },
  'outbox.operate': { all: ['operator', 'admin'], own: [] },
  /** What /metrics says of queues, messages and runs; no names. */
  'metrics.read': { all: ['operator', 'admin'], own: [] },
  'registry.note': { all: ['admin'], own: everybody },
  'validation.read': { all: everybody, own: everybody },
  'validation.upload': { all: ['admin'], own: builders },
  'approvals.read': { all: everybody, own: everybody },
  'approvals.request': { all: ['admin'], own: builders },
  /** Who may vote on what is the policy's to say; this only keeps strangers out. */
  'approvals.vote': { all: everybody, own: everybody },
  'deploy.report': { all: ['operator', 'admin'], own: ['engineer'] },
  'deploy.rollback': { all: ['operator', 'admin'], own: ['engineer', 'data-scientist', 'executive'] },
  'deploy.pause': { all: ['operator', 'admin'], own: ['engineer', 'data-scientist', 'executive', 'expert'] },
  'serving.read': { all: everybody, own: everybody },
  'audit.export': { all: ['compliance', 'admin'], own: [] },
  'people.erase': { all: ['compliance', 'admin'], own: [] },
  /** A token that acts as oneself. */
  'tokens.create': { all: everybody, own: everybody },
  'tokens.service': { all: ['operator', 'admin'], own: [] },
} as const satisfies Record<string, { all: readonly Role[]; own: readonly Role[] }>;
export type Permission = keyof typeof permissions;

/** What a person's relation to a subject is; `own` when they are of its team or one of its owners. */
export type Relation = 'own' | 'other';

export function may(actor: Actor, permission: Permission, relation: Relation = 'other'): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'service') return actor.scopes.includes(permission);
  const rule: { all: readonly Role[]; own: readonly Role[] } = permissions[permission];
  const roles = relation === 'own' ? [...rule.all, ...rule.own] : rule.all;
  return actor.roles.some((role) => roles.includes(role));
}

/** Throws `forbidden` with a sentence that says what is missing and whom to ask. */
export function authorise(actor: Actor, permission: Permission, relation: Relation = 'other'): void {
  if (may(actor, permission, relation)) return;
  const rule: { all: readonly Role[]; own: readonly Role[] } = permissions[permission];
  const needed = [...rule.all, ...rule.own.map((role) => `${role} of the model's team`)];
  throw new LeewayError('forbidden', `You may not do this: it takes the role ${listOr(needed)}.`, {
    hint: 'Ask whoever keeps leeway.yml to give you the role.',
  });
}

const listOr = (items: readonly string[]) =>
  items.length < 2 ? (items[0] ?? 'of an administrator') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
