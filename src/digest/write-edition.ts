import { chartOf } from './chart.ts';
import { decisionOf } from './decision.ts';
import { writeDataScientist } from './data-scientist.ts';
import { writeDetails } from './details.ts';
import { writeExecutive, type Written } from './executive.ts';
import { countWords, fit, maxWords } from './fit.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import type { EditionBody } from './schemas.ts';
import { createSay, loadTemplates, type Say } from './templates.ts';

const sayOnce: { say?: Say } = {};
/** The templates are read once: they do not change while the process runs. */
const theSay = (): Say => (sayOnce.say ??= createSay(loadTemplates()));

/** Puts an edition into words. Pure but for the templates: the same material gives the same text. */
export function writeEdition(material: Material, say: Say = theSay(), options: { short?: boolean } = {}): EditionBody {
  const whole =
    material.voice === 'executive' ? writeFitting(say, material) : { ...writeDataScientist(say, material), details: [] };
  const written = options.short ? shorten(whole) : whole;
  return {
    voice: material.voice,
    audience: material.audience,
    organisation: material.organisation,
    period: material.period,
    headline: written.headline,
    lines: written.lines,
    details: written.details,
    chart: options.short ? null : chartOf(material),
    matters: material.matters.map(({ id, title, state, ownerName, dueOn, revision }) => ({
      id,
      title,
      state,
      ownerName,
      dueOn,
      revision,
    })),
    decision: decisionOf(material),
    ledBy: ledBy(material),
    modelId: material.focus?.modelId ?? null,
    modelTitle: material.focus?.title ?? null,
    term: written.term,
    wording: { by: null, sentences: [] },
  };
}

/** What stays of a text for who wants it short; everything else follows in the thread. */
const shortRoles: ReadonlySet<Line['role']> = new Set(['kpi', 'hand', 'coverage']);

function shorten<T extends { lines: readonly Line[]; details: Line[] }>(written: T): T {
  const lines = written.lines.filter((line) => shortRoles.has(line.role));
  const moved = written.lines.filter((line) => !shortRoles.has(line.role));
  return { ...written, lines, details: [...moved, ...written.details] };
}

/** What the text leads with. */
function ledBy(material: Material): string {
  if (decisionOf(material)) return 'decision';
  const { matters, findings } = material;
  const matter = matters.find((one) => one.state === 'open') ?? matters[0];
  if (matter) return findings.find((one) => one.id === matter.findingId)?.kind ?? matter.kind;
  return findings[0]?.kind ?? 'all-well';
}

/** An executive's text that is too long gives up its picture first, to be told another week, then lines to the thread. */
function writeFitting(say: Say, material: Material): Written & { details: Line[] } {
  const full = writeExecutive(say, material);
  const tooLong = countWords([full.headline, ...full.lines]) > maxWords;
  const written = tooLong && full.term !== null ? writeExecutive(say, { ...material, picture: () => undefined }) : full;
  const { lines, moved } = fit(written.headline, written.lines);
  return { ...written, lines, details: [...moved, ...writeDetails(say, material)] };
}
