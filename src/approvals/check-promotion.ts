import { ownerKinds } from '../db/schema/registry.ts';
import type { Shown } from './evidence.ts';
import { freeFrom } from './freeze.ts';
import { canBeFilled } from './outcome.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problems.ts';
import type { Entitlement } from './seats.ts';
import { sayPhrases } from './seats.ts';

/** What a promotion is checked against. */
export interface Checked {
  model: { title: string };
  environment: string;
  version: { number: number; archived: boolean } | null;
  fallback: { number: number; archived: boolean } | null;
  serving: number | null;
  ownerKinds: readonly string[];
  shown: Shown;
  /** Who may vote, with the seats they may take; those who must not are left out. */
  voters: ReadonlyMap<string, readonly Entitlement[]>;
  now: Date;
  expiresAt: Date;
}
export interface Given {
  version: number;
  reason?: string | undefined;
  expectedEffect?: string | undefined;
  rollbackPlan?: string | undefined;
  fallbackVersion?: number | null | undefined;
  checklist: readonly string[];
}

const ownerWords: Record<string, string> = { business: 'business', operations: 'operations', 'data-science': 'data science' };

/** What about the model, the version and the policy stands in the way, whatever is filled in. Pure. */
export function checkSubject(version: number, at: Checked, { spec }: Policy): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, sentence: string) => problems.push({ field, sentence });
  const missing = ownerKinds.filter((kind) => !at.ownerKinds.includes(kind)).map((kind) => ownerWords[kind]);
  if (missing.length > 0)
    add('modelId', `${at.model.title} has nobody named for ${missing.join(' and ')}: name them before anything is put live.`);
  if (!at.version) add('version', `${at.model.title} has no version ${version}.`);
  else if (at.version.archived) add('version', `Version ${version} is archived.`);
  else if (at.serving === version) add('version', `Version ${version} is live in ${at.environment} already.`);
  for (const gate of at.shown.gates)
    if (gate.never)
      add('version', `The policy asks for the check “${gate.title}”, which can never pass for this model. ${gate.reason ?? ''}`);
    else if (gate.required && gate.state === 'failed' && !gate.mayBeOutvoted)
      add('version', `The check “${gate.title}” failed, and the policy lets nobody outvote it.`);
  if (!canBeFilled(spec, [], at.voters))
    add('environment', `It takes ${sayPhrases(spec.seats)}, and there are not enough people who may decide on your request.`);
  if (!freeFrom(spec, at.now, at.expiresAt))
    add('environment', `Nothing is put live in ${at.environment} until after the request would have expired.`);
  return problems;
}

/** What the policy asks the requester for and was not given. Pure. */
export function checkGiven(given: Given, at: Checked, { spec }: Policy): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, sentence: string) => problems.push({ field, sentence });
  if (spec.requires.reason && !given.reason) add('reason', 'Say why it should be done.');
  if (spec.requires.expectedEffect && !given.expectedEffect)
    add('expectedEffect', 'Say which effect on the business you expect.');
  if (spec.requires.rollbackPlan && !given.rollbackPlan) add('rollbackPlan', 'Say how it is undone if it goes wrong.');
  const unticked = spec.requires.checklist.filter((item) => !given.checklist.includes(item));
  if (unticked.length > 0) add('checklist', `Tick what the policy asks for: ${unticked.join('; ')}.`);
  const { fallbackVersion } = given;
  if (fallbackVersion == null) {
    if (at.serving !== null) add('fallbackVersion', 'Name the version to go back to if it goes wrong.');
  } else if (!at.fallback) add('fallbackVersion', `There is no version ${fallbackVersion} to go back to.`);
  else if (at.fallback.archived) add('fallbackVersion', `Version ${fallbackVersion} is archived: nobody can go back to it.`);
  else if (fallbackVersion === given.version)
    add('fallbackVersion', 'The version to go back to must be another one than the one that is put live.');
  return problems;
}
