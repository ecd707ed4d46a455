import type { Charts } from '../charts/create-charts.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import type { MessageKind, Messages } from '../outbox/say.ts';
import { sha256 } from '../shared/ids.ts';
import type { Outgoing } from './blocks.ts';
import type { Picture } from './upload-image.ts';
import type { ChartFor, Reply, SlackVerbs } from './verbs.ts';
import { alertMessage, alertsMoreMessage } from './views/alert.ts';
import { anchorMessage } from './views/anchor.ts';
import { answerMessage } from './views/answer.ts';
import { contactLetter } from './views/contact-letter.ts';
import { editionMessage } from './views/edition.ts';
import { editionDetailsMessage } from './views/edition-details.ts';
import { lateDigestMessage } from './views/late-digest.ts';
import { caseForFlagger, caseForOwner, matterDone, matterTaken } from './views/letters.ts';
import { note } from './views/note.ts';
import { releaseMessage } from './views/release-notice.ts';
import { replyMessage } from './views/reply.ts';
import { sampleLetter } from './views/sample-letter.ts';
import { sampleOutcome, sampleResult } from './views/sample-result.ts';
import { troubleMessage } from './views/trouble.ts';
import { usefulAsk } from './views/useful-ask.ts';
import { servingChangedMessage } from './views/serving.ts';

/** A chart of a message: drawn and uploaded only where the message does not show it already, which `key` tells. */
export interface ToDraw {
  key: string;
  title: string;
  draw: () => Promise<Picture>;
}
/** A message ready to be sent; the image's block is put in at `imageAt`. `remember`: what it carries along, unseen. `revision`: of the card that it shows. */
export type Rendered = Outgoing & { picture?: ToDraw; imageAt?: number; revision?: number; remember?: Record<string, string> };
export type Renderers = { [K in MessageKind]: (ctx: Ctx, row: OutboxRow) => Promise<Rendered> };

/** One renderer a kind of message: read what the ids stand for as it is now, then a view. */
export function createRenderers(verbs: SlackVerbs, charts: Charts): Renderers {
  const withChart = (message: Outgoing & { imageAt: number }, chart: ChartFor | undefined): Rendered => {
    if (!chart) return message;
    const { input, title } = chart;
    const draw = async () => ({ ...(await charts.draw(input)), title });
    return { ...message, picture: { key: `chart:${sha256(JSON.stringify(input)).slice(0, 12)}`, title, draw } };
  };
  return {
    async edition(ctx, row) {
      const { view, chart } = await verbs.edition(ctx, dataOf(row, 'edition').editionId);
      return withChart(editionMessage(view, standing(row)), chart);
    },
    'edition-details': async (ctx, row) =>
      editionDetailsMessage(await verbs.editionDetails(ctx, dataOf(row, 'edition-details').editionId)),
    'digest-late': async (ctx, row) =>
      lateDigestMessage(await verbs.lateDigest(ctx, { ...dataOf(row, 'digest-late'), to: row.destination })),
    async answer(ctx, row) {
      const { view, chart } = await verbs.answer(ctx, dataOf(row, 'answer').answerId);
      return withChart(answerMessage(view, { message: standing(row) }), chart);
    },
    'case-opened-flagger': async (ctx, row) => caseForFlagger(await verbs.case(ctx, dataOf(row, 'case-opened-flagger').caseId)),
    'case-opened-owner': async (ctx, row) => caseForOwner(await verbs.case(ctx, dataOf(row, 'case-opened-owner').caseId)),
    async 'matter-taken'(ctx, row) {
      const { matterId, givenBy } = dataOf(row, 'matter-taken');
      return matterTaken(await verbs.matter(ctx, matterId, givenBy));
    },
    'matter-done': async (ctx, row) => matterDone(await verbs.matter(ctx, dataOf(row, 'matter-done').matterId)),
    alert: async (ctx, row) =>
      alertMessage(await verbs.alert(ctx, { ...dataOf(row, 'alert'), destination: row.destination }), standing(row)),
    'alerts-more': async () => alertsMoreMessage(),
    anchor: async (_ctx, row) => anchorMessage(dataOf(row, 'anchor')),
    card: (ctx, row) => verbs.card(ctx, { ...dataOf(row, 'card'), message: standing(row) }),
    'card-letter': (ctx, row) => verbs.cardLetter(ctx, { ...dataOf(row, 'card-letter'), message: standing(row) }),
    'card-event': (ctx, row) => verbs.cardEvent(ctx, { ...dataOf(row, 'card-event'), destination: row.destination }),
    'release-notice': async (ctx, row) => releaseMessage(await verbs.release(ctx, dataOf(row, 'release-notice').orderId)),
    'serving-changed': async (ctx, row) => servingChangedMessage(await verbs.servingChange(ctx, dataOf(row, 'serving-changed'))),
    'sample-letter': async (ctx, row) => sampleLetter(await verbs.sampleLetter(ctx, dataOf(row, 'sample-letter'))),
    'sample-result': async (ctx, row) => sampleResult(await verbs.sampleResult(ctx, dataOf(row, 'sample-result').roundId)),
    'sample-outcome': async (ctx, row) => sampleOutcome(await verbs.sampleOutcome(ctx, dataOf(row, 'sample-outcome'))),
    'contact-letter': async (ctx, row) => contactLetter(await verbs.contact(ctx, dataOf(row, 'contact-letter')), standing(row)),
    'usefulness-ask': async (ctx, row) => usefulAsk(await verbs.usefulAsk(ctx, dataOf(row, 'usefulness-ask'))),
    'outbox-trouble': async (ctx) => troubleMessage(await verbs.trouble(ctx)),
    notice: async (_ctx, row) => note(dataOf(row, 'notice').text),
    reply: async (_ctx, row) => replyMessage(dataOf(row, 'reply').reply as Reply),
  };
}

/** The outbox id of the message that stands in the channel: an edit speaks for what it edits. */
const standing = (row: OutboxRow): string => row.updates ?? row.id;

/** The row was written by `say`, which types it; the database does not. */
const dataOf = <K extends MessageKind>(row: OutboxRow, _kind: K): Messages[K] => row.data as Messages[K];
