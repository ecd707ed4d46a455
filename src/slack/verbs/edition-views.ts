import { readRequest } from '../../approvals/read-request.ts';
import type { Ctx } from '../../db/ctx.ts';
import type { Line } from '../../digest/line.ts';
import { readEdition, type Edition } from '../../digest/read-edition.ts';
import { readMatters, type Matter } from '../../matters/read-matters.ts';
import { dayIn, sayPeriod, type Day } from '../../shared/period.ts';
import type { ChartFor } from '../verbs.ts';
import type { EditionDetailsView } from '../views/edition-details.ts';
import type { EditionView } from '../views/edition.ts';
import type { Paragraph } from '../views/paragraph.ts';
import { standingOf as requestStanding } from '../views/request-words.ts';
import { standingOf } from './matter-standing.ts';

export interface PageLinks {
  /** A signed address of the whole edition as a page. */
  linkFor(editionId: string): string;
}

/** What stands in small print: how much was checked and what was not. */
const smallPrint = new Set<Line['role']>(['coverage', 'not-measured']);

const paragraph = (line: Line): Paragraph => ({ role: line.role, text: { mrkdwn: line.text } });

/** A stored edition as Slack's message, with its chart. The text stays as it was composed; its matters are told as they are now. */
export async function editionFor(ctx: Ctx, links: PageLinks, id: string): Promise<{ view: EditionView; chart?: ChartFor }> {
  const edition = await readEdition(ctx, id);
  const { chart } = edition.body;
  const ids = edition.body.matters.map((one) => one.id);
  const now = new Map((await readMatters(ctx, ids)).map((matter) => [matter.id, matter]));
  return {
    view: {
      ...viewOf(edition, links, { now, today: dayIn(edition.body.organisation.zone, ctx.now) }),
      ...(edition.body.decision ? { decision: await decisionNow(ctx, edition.body.decision) } : {}),
    },
    ...(chart && chart.chart !== 'sparkline' ? { chart: { input: chart, title: chart.title } } : {}),
  };
}

/** The question stays as it was asked; that it was answered is said beside it. */
async function decisionNow(
  ctx: Ctx,
  asked: NonNullable<Edition['body']['decision']>,
): Promise<NonNullable<EditionView['decision']>> {
  const request = await readRequest(ctx, asked.requestId);
  if (request.state === 'open') return asked;
  const { symbol, words } = requestStanding(request);
  return { ...asked, settled: `${symbol} ${words}`.trim() };
}

/** `later`: its matters as they stand now; without it, as they stood when it was composed. */
export function viewOf(
  { id, body, preview, composedAt }: Edition,
  links: PageLinks,
  later?: { now: ReadonlyMap<string, Matter>; today: Day },
): EditionView {
  const { organisation } = body;
  const today = later?.today ?? dayIn(organisation.zone, composedAt);
  const main = body.matters.find((matter) => matter.state === 'open');
  return {
    editionId: id,
    ...(body.modelId ? { modelId: body.modelId } : {}),
    headline: { mrkdwn: body.headline.text },
    paragraphs: body.lines.filter((line) => !smallPrint.has(line.role)).map(paragraph),
    findings: body.matters.map((frozen) => {
      const matter = later?.now.get(frozen.id) ?? frozen;
      const standing = standingOf(matter, today);
      return { title: frozen.title, matter: { id: frozen.id, revision: matter.revision }, ...(standing ? { standing } : {}) };
    }),
    ...(body.decision ? { decision: body.decision } : {}),
    ...(main ? { mainMatterId: main.id } : {}),
    ...(body.voice === 'data-scientist' ? { namesMatters: true } : {}),
    context: [
      ...body.lines.filter((line) => smallPrint.has(line.role)).map((line) => ({ mrkdwn: line.text })),
      { mrkdwn: [`<${links.linkFor(id)}|Full page>`, ...(organisation.note ? [organisation.note] : [])].join(' · ') },
    ],
    preview,
  };
}

/** The rest of an edition, for its thread. */
export async function editionDetailsFor(ctx: Ctx, id: string): Promise<EditionDetailsView> {
  const { body } = await readEdition(ctx, id);
  return {
    editionId: id,
    intro: `More on ${sayPeriod(body.period)}`,
    paragraphs: body.details.map(paragraph),
  };
}
