import { readAlertLines } from '../../digest/alert.ts';
import { readMatter } from '../../matters/read-matters.ts';
import { readAlertFinding } from '../../monitor/read-alert.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import { dayIn } from '../../shared/period.ts';
import type { SlackVerbs } from '../verbs.ts';
import { standingOf } from './matter-standing.ts';

type AlertVerbs = Pick<SlackVerbs, 'alert'>;

/** Alerts between two digests: what was found as it is now, who was told, who has it in hand. */
export const alertVerbs: AlertVerbs = {
  async alert(ctx, { matterId, ownerId, destination }) {
    const matter = await readMatter(ctx, matterId);
    const finding = matter.findingId === null ? undefined : await readAlertFinding(ctx, matter.findingId);
    const lines = await readAlertLines(ctx, finding);
    const owner = ownerId === null ? undefined : (await readPersons(ctx, [ownerId])).get(ownerId);
    const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
    const standing = standingOf(matter, dayIn(zone, ctx.now));
    const ownLetter = ownerId !== null && destination === `person:${ownerId}`;
    return {
      matterId,
      revision: matter.revision,
      modelId: matter.modelId,
      modelName: finding?.modelTitle ?? matter.modelId,
      title: matter.title,
      lines: lines.map((line) => ({ mrkdwn: line.text })),
      told: ownLetter
        ? 'You are told first, because you look after it. The channel of its team is told too.'
        : owner
          ? `${owner.name} was told first.`
          : 'Nobody answers for this model yet: please say who looks after it.',
      ...(standing ? { standing } : {}),
      ...(!finding || finding.passed ? { isOver: true } : {}),
    };
  },
};
