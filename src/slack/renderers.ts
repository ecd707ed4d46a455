import type { Charts } from '../charts/create-charts.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import type { MessageKind, Messages } from '../outbox/say.ts';
import { messageOf } from '../shared/errors.ts';
import type { Outgoing } from './blocks.ts';
import type { Picture } from './upload-image.ts';
import type { ChartFor, Reply, SlackVerbs } from './verbs.ts';
import { answerMessage } from './views/answer.ts';
import { editionMessage } from './views/edition.ts';
import { editionDetailsMessage } from './views/edition-details.ts';
import { caseForFlagger, caseForOwner, matterDone, matterTaken } from './views/letters.ts';
import { note } from './views/note.ts';
import { replyMessage } from './views/reply.ts';

/** A message ready to be sent; the image's block is put in at `imageAt` once it is uploaded. */
export type Rendered = Outgoing & { image?: Picture; imageAt?: number };
export type Renderers = { [K in MessageKind]: (ctx: Ctx, row: OutboxRow) => Promise<Rendered> };

/** One renderer a kind of message: read what the ids stand for, then a view. The row's id seeds the block ids. */
export function createRenderers(verbs: SlackVerbs, charts: Charts): Renderers {
  async function drawn(ctx: Ctx, message: Outgoing & { imageAt: number }, chart: ChartFor | undefined): Promise<Rendered> {
    if (!chart) return message;
    try {
      const { png, alt } = await charts.draw(chart.input);
      return { ...message, image: { png, alt, title: chart.title } };
    } catch (error) {
      ctx.log.warn({ chart: chart.title, error: messageOf(error) }, 'a chart was not drawn; its message goes without');
      return message;
    }
  }
  return {
    async edition(ctx, row) {
      const { view, chart } = await verbs.edition(ctx, dataOf(row, 'edition').editionId);
      return drawn(ctx, editionMessage(view, row.id, row.id), chart);
    },
    'edition-details': async (ctx, row) =>
      editionDetailsMessage(await verbs.editionDetails(ctx, dataOf(row, 'edition-details').editionId), row.id),
    async answer(ctx, row) {
      const { view, chart } = await verbs.answer(ctx, dataOf(row, 'answer').answerId);
      return drawn(ctx, answerMessage(view, row.id, { message: row.id }), chart);
    },
    'case-opened-flagger': async (ctx, row) =>
      caseForFlagger(await verbs.case(ctx, dataOf(row, 'case-opened-flagger').caseId), row.id),
    'case-opened-owner': async (ctx, row) => caseForOwner(await verbs.case(ctx, dataOf(row, 'case-opened-owner').caseId), row.id),
    'matter-taken': async (ctx, row) => matterTaken(await verbs.matter(ctx, dataOf(row, 'matter-taken').matterId), row.id),
    'matter-done': async (ctx, row) => matterDone(await verbs.matter(ctx, dataOf(row, 'matter-done').matterId), row.id),
    notice: async (_ctx, row) => note(dataOf(row, 'notice').text, row.id),
    reply: async (_ctx, row) => replyMessage(dataOf(row, 'reply').reply as Reply, row.id),
  };
}

/** The row was written by `say`, which types it; the database does not. */
const dataOf = <K extends MessageKind>(row: OutboxRow, _kind: K): Messages[K] => row.data as Messages[K];
