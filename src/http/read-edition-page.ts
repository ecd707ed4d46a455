import { factsBehind } from '../ask/where-from.ts';
import type { ChartInput } from '../charts/chart-input.ts';
import type { Charts } from '../charts/create-charts.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Line } from '../digest/line.ts';
import { readEdition } from '../digest/read-edition.ts';
import { isLeewayError, messageOf } from '../shared/errors.ts';
import { sayDay, sayPeriod } from '../shared/period.ts';
import type { EditionChart, EditionLine, EditionPage } from './edition-page.ts';

/** A frozen edition as a page: the same sentences and facts as in Slack, the chart with the table it was drawn from. */
export async function readEditionPage(ctx: Ctx, charts: Charts, id: string): Promise<EditionPage | undefined> {
  let edition;
  try {
    edition = await readEdition(ctx, id);
  } catch (error) {
    if (isLeewayError(error, 'not-found')) return undefined;
    throw error;
  }
  const { body } = edition;
  const { rows } = await factsBehind(ctx, { kind: 'edition', id });
  const coverage = body.lines.find((line) => line.role === 'coverage');
  return {
    title: plain(body.headline.text),
    audience: body.audience.title,
    period: sayPeriod(body.period),
    composedAt: edition.composedAt,
    zone: body.organisation.zone,
    notice: body.organisation.note ?? undefined,
    wordedBy: body.wording.by ?? undefined,
    lines: body.lines.filter((line) => line !== coverage).map(lineOf),
    findings: body.details.length > 0 ? [{ title: 'More figures', lines: body.details.map(lineOf) }] : [],
    chart: body.chart ? await chartOf(ctx, charts, body.chart) : undefined,
    coverage: coverage && plain(coverage.text),
    facts: rows.map(({ comparison, source, method, ...row }) => ({
      ...row,
      comparison: comparison ?? undefined,
      source: `${source}: ${method}`,
    })),
  };
}

/** A line whose first words are bold in Slack opens with them on the page. */
function lineOf(line: Line): EditionLine {
  const lead = /^\*([^*]+)\*\s*(.*)$/su.exec(line.text);
  const text = lead ? { lead: plain(lead[1]!), text: plain(lead[2]!) } : { text: plain(line.text) };
  return { ...text, factIds: line.facts };
}

/** mrkdwn's marks and escapes taken out: the page escapes for itself. */
const plain = (mrkdwn: string): string =>
  mrkdwn
    .replace(/(^|\s)[*_]([^*_]+)[*_](?=\s|$|[.,;:])/gu, '$1$2')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

async function chartOf(ctx: Ctx, charts: Charts, input: ChartInput): Promise<EditionChart | undefined> {
  if (input.chart !== 'series') return undefined;
  try {
    const { svg, alt } = await charts.draw(input);
    const panels = [input.panel, ...(input.below ? [input.below] : [])];
    return {
      svg,
      alt,
      columns: panels.map((panel) => `${panel.name} (${panel.unit === 'percent' ? '%' : panel.unit})`),
      rows: input.panel.points.map((point, index) => ({
        period: `Week of ${sayDay(point.day)}`,
        values: panels.map((panel) => panel.points[index]?.value?.toFixed(1) ?? null),
      })),
    };
  } catch (error) {
    // The page says all in words and figures too: a chart that cannot be drawn holds nothing back.
    ctx.log.warn({ code: 'chart-not-drawn', error: messageOf(error) }, 'the chart of a page was not drawn');
    return undefined;
  }
}
