import { changeSettings } from '../../digest/settings.ts';
import { readLateDigest, tryDigestAgain } from '../../digest/late-digest.ts';
import { readEdition } from '../../digest/read-edition.ts';
import { write } from '../../audit/write.ts';
import { say } from '../../outbox/say.ts';
import { newId } from '../../shared/ids.ts';
import type { SlackVerbs } from '../verbs.ts';
import { editionDetailsFor, editionFor, type PageLinks } from './edition-views.ts';

type DigestVerbs = Pick<
  SlackVerbs,
  'edition' | 'editionDetails' | 'lateDigest' | 'tryDigestAgain' | 'saveDigestSettings' | 'sendToMe' | 'share'
>;

export const createDigestVerbs = (links: PageLinks): DigestVerbs => ({
  edition: (ctx, id) => editionFor(ctx, links, id),
  editionDetails: (ctx, id) => editionDetailsFor(ctx, id),
  async lateDigest(ctx, { to, ...which }) {
    const late = await readLateDigest(ctx, which);
    return { ...late, hour: `${String(late.hour).padStart(2, '0')}:00`, forOperator: to !== which.destination };
  },
  tryDigestAgain,
  async saveDigestSettings(ctx, patch) {
    await changeSettings(ctx, patch);
  },
  async sendToMe(ctx, { editionId }) {
    const { body } = await readEdition(ctx, editionId);
    const destination = `person:${ctx.actor.id}`;
    await write(ctx, async (w) => {
      const main = await say(w, {
        kind: 'edition',
        data: { editionId },
        destination,
        shows: body.matters.map((matter) => `matter:${matter.id}`),
        dedupeKey: `preview:${editionId}:${ctx.actor.id}`,
      });
      if (main && body.details.length > 0) {
        await say(w, {
          kind: 'edition-details',
          data: { editionId },
          destination,
          threadOf: main,
          dedupeKey: `preview:${editionId}:${ctx.actor.id}:details`,
        });
      }
    });
  },
  async share(ctx, { answerId, channel }) {
    await write(ctx, (w) =>
      say(w, { kind: 'answer', data: { answerId }, destination: channel, dedupeKey: `share:${answerId}:${channel}:${newId()}` }),
    );
  },
});
