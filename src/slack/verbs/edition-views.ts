import type { Ctx } from '../../db/ctx.ts';
import type { Line } from '../../digest/line.ts';
import { readEdition, type Edition } from '../../digest/read-edition.ts';
import type { EditionBody } from '../../digest/schemas.ts';
import { readMatters } from '../../matters/read-matters.ts';
import { readPersons } from '../../people/read-persons.ts';
import { sayPeriod, sayWeekday } from '../../shared/period.ts';
import type { ChartFor } from '../verbs.ts';
import type { EditionDetailsView } from '../views/edition-details.ts';
import type { EditionView } from '../views/edition.ts';
import type { Paragraph } from '../views/paragraph.ts';

export interface PageLinks {
  /** A signed address of the whole edition as a page. */
  linkFor(editionId: string): string;
}

/** What stands in small print: how much was checked and what was not. */
const smallPrint = new Set<Line['role']>(['coverage', 'not-measured']);

const paragraph = (line: Line): Paragraph => ({ text: { mrkdwn: line.text } });

/** A stored edition as Slack's message, with its chart. */
export async function editionFor(ctx: Ctx, links: PageLinks, id: string): Promise<{ view: EditionView; chart?: ChartFor }> {
  const edition = await readEdition(ctx, id);
  const { chart } = edition.body;
  return {
    view: viewOf({ ...edition, body: { ...edition.body, matters: await mattersNow(ctx, edition.body.matters) } }, links),
    ...(chart && chart.chart !== 'sparkline' ? { chart: { input: chart, title: chart.title } } : {}),
  };
}

export function viewOf({ id, body, preview }: Edition, links: PageLinks): EditionView {
  const { organisation } = body;
  return {
    editionId: id,
    headline: { mrkdwn: body.headline.text },
    paragraphs: body.lines.filter((line) => !smallPrint.has(line.role)).map(paragraph),
    findings: body.matters.map((matter) => ({
      title: matter.title,
      matter: { id: matter.id, revision: matter.revision },
      ...(matter.state === 'taken' && matter.ownerName
        ? { takenBy: matter.dueOn ? `${matter.ownerName}, by ${sayWeekday(matter.dueOn)}` : matter.ownerName }
        : {}),
    })),
    context: [
      ...body.lines.filter((line) => smallPrint.has(line.role)).map((line) => ({ mrkdwn: line.text })),
      { mrkdwn: [`<${links.linkFor(id)}|Full page>`, ...(organisation.note ? [organisation.note] : [])].join(' · ') },
    ],
    preview,
  };
}

/** The text stays as it was composed; what its buttons stand for is shown as it is now. */
async function mattersNow(ctx: Ctx, shown: EditionBody['matters']): Promise<EditionBody['matters']> {
  const now = new Map(
    (
      await readMatters(
        ctx,
        shown.map((one) => one.id),
      )
    ).map((one) => [one.id, one]),
  );
  const owners = await readPersons(
    ctx,
    [...now.values()].flatMap((one) => one.ownerId ?? []),
  );
  return shown.flatMap((one) => {
    const matter = now.get(one.id);
    if (!matter || matter.state === 'done') return [];
    const ownerName = matter.ownerId ? (owners.get(matter.ownerId)?.name ?? one.ownerName) : null;
    return [{ ...one, state: matter.state, revision: matter.revision, dueOn: matter.dueOn, ownerName }];
  });
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
