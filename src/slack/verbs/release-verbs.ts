import { readRelease } from '../../approvals/read-release.ts';
import { sayClock } from '../../shared/period.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import { sayBecame } from './deploy-verbs.ts';
import { andOf } from '../views/request-words.ts';

export const releaseVerbs: Pick<DecisionVerbs, 'release'> = {
  async release(ctx, orderId) {
    const release = await readRelease(ctx, orderId);
    const { model, version, environment, replaces, zone, approvers, contact, fallback } = release;
    const where = environment === 'production' ? 'live' : `in ${environment}`;
    const over = release.became?.kind === 'version';
    const since = `${over ? 'was' : 'is'} ${where} ${over ? 'from' : 'since'} ${sayClock(release.liveSince, zone)}${over ? ' on' : ''}`;
    const instead = replaces === null ? '' : `, in place of version ${replaces}`;
    return {
      headline: `Version ${version.number} of ${model.title} ${since}${instead}`,
      paused: release.became?.kind === 'paused',
      since: release.became && over ? sayBecame(release.became) : null,
      change: version.description,
      why: release.why,
      expected: release.expectedEffect,
      watch: release.worse.map((one) => one.text),
      notKnown: release.notKnown,
      lookBack: `Expected and observed effect are compared here on ${sayClock(release.lookBackAt, zone)}.`,
      people: [
        release.breakGlass ? 'An emergency, without the usual agreement' : '',
        `${release.breakGlass ? 'asked' : 'Asked'} by ${release.requester.name}`,
        approvers.length > 0 ? `agreed by ${andOf(approvers.map((one) => one.name))}` : '',
        fallback === null ? '' : `way back: version ${fallback}`,
      ]
        .filter(Boolean)
        .join(' · '),
      contact: contact?.name ?? null,
      requestId: release.requestId,
      modelId: model.id,
    };
  },
};
