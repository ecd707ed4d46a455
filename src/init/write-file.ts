import { basename, dirname, relative, resolve } from 'node:path';
import { columnExpression } from '../engines/survey.ts';
import { sayDayYear } from '../shared/period.ts';
import { addDays } from '../shared/period.ts';
import { count, type Draft } from './draft-file.ts';
import { idsOf, inputPhrase, phraseOf } from './names.ts';
import { amountPhrase } from './units.ts';

export interface FileNames {
  /** Where leeway.yml will lie: paths in it are relative to its folder. */
  out: string;
  organisation: string;
  zone: string;
  modelId: string;
  modelTitle: string;
  row: { singular: string; plural: string };
  /** What the outcome is measured in; empty where it has no unit. */
  unit: string;
  /** Who ran the command. */
  person: { id: string; name: string };
  /** SHA-256 of the data file. */
  digest: string;
}

/** A quoted text is valid YAML whatever is in it. */
const q = (text: string): string =>
  /^[A-Za-z][A-Za-z0-9 _/.()-]*$/.test(text) && !/^(true|false|yes|no|null|on|off|y|n)$/i.test(text) && text === text.trim()
    ? text
    : JSON.stringify(text);
/** A comment never breaks its line. */
const safe = (text: string): string => text.replace(/\s+/g, ' ');

/** The commented leeway.yml of one model. */
export function writeFile(draft: Draft, names: FileNames): string {
  return `${[head(draft, names), people(names), model(draft, names), monitor(draft, names), audiences()].join('\n')}\n`;
}

const head = (
  { found, rows, columns }: Draft,
  names: FileNames,
): string => `# Written by leeway init from ${safe(basename(found.first))}${found.count > 1 ? ` and ${found.count - 1} more files` : ''}: ${count(rows, 'row')}, ${count(columns, 'column')}.
# Everything that a team would want reviewed stands in this file. Change it, and carry it out:
#
#   leeway apply -f ${safe(basename(names.out))} --dry-run     shows what would change
#   leeway apply -f ${safe(basename(names.out))}               changes it; the same file again changes nothing
#
# Paths are relative to this file's folder. Where a stretch of days is given, \`end\` is the first day that no longer counts.
# What Leeway could not know is left out or marked “to do”; nothing was made up.

organisation:
  name: ${q(names.organisation)}
  zone: ${q(names.zone)} # decides what “Monday 09:00” means
  industry: anybody # to do: terms are explained with analogies from airlines, retail, manufacturing or banking
  slackTeam: T0LEEWAY # the sandbox; to do: your workspace's id
  auditChannel: audit-trail # where the seal of the record is published; to do: a channel whose readers do not run Leeway
  # goals: # what the organisation wants; each model names the one that it serves
  #   - …

channels: # names for Slack's channel ids, used below; these are the sandbox's
  model-health: C0HEALTH
  data-science: C0DATASCI
  audit-trail: C0AUDIT
`;

const people = ({ person }: FileNames): string => `people:
  ${person.id}: # you, who ran the command; to do: everybody else
    name: ${q(person.name)}
    slack: { user: U0YOU } # the sandbox's user; to do: yours
    roles: [data-scientist, operator] # an operator may apply this file
    digest: { audience: data-scientists, delivery: channel }

# Nobody owns the model yet. Owners may be named for many models at once: the first rule that fits a model's id and names an
# owner of that kind decides, where the model itself does not name one.
# owners:
#   - match: "*"
#     business: someone
#     operations: someone
#     data-science: someone
`;

function model(draft: Draft, names: FileNames): string {
  const { label, measured } = draft;
  const end = addDays(draft.windows.until, -1);
  return `models:
  ${names.modelId}:
    title: ${q(names.modelTitle)}
    stage: production
    # risk: medium # to do: high, medium or low; decides which policies and duties hold
    # companyGoal: … # word for word one of the goals above
    # businessQuestion: … # to do: what do people decide by it?
    # endUser: …
    # costlyError: … # the mistake that hurts most
    unit: { singular: ${q(names.row.singular)}, plural: ${q(names.row.plural)} } # what one row is called in sentences
    # owners: # to do: without all three it is listed as unowned, and no version can be promoted
    #   business: …
    #   operations: …
    #   data-science: …
    versions:
      1:
        description: What gave the predictions in ${q(basename(draft.found.first)).replaceAll('"', '')}.
        # The file holds the model's answers and not the model: this names the file that was read. To do: from the next version
        # on, name the model's own artifact and its SHA-256. What is registered never changes.
        artifact: ${q(basename(draft.found.first))}
        digest: ${names.digest}
    environments:
      production: 1
${kpi(draft)}
    # Large misses and the constant guess are of ${sayDayYear(draft.windows.reference.start)} to ${sayDayYear(addDays(draft.windows.reference.end, -1))}; the data end on ${sayDayYear(end)} or later.${
      label === null
        ? '\n    # No column says what happened: whether the model is right cannot be said, only what goes in and what it says.'
        : ''
    }${measured.warnings.map((text) => `\n    # Look: ${safe(text)}`).join('')}`;
}

/** A measure is the business's to choose: proposed, with what is known filled in. */
function kpi({ kind, label }: Draft): string {
  const source = label ? columnExpression(label.column) : '…';
  const numerator =
    kind.kind === 'classes' && label
      ? `(${kind.outcome})::varchar = '${(kind.score?.above ?? kind.values.find((one) => one !== kind.usual) ?? kind.usual).replaceAll("'", "''")}'`
      : `${kind.outcome ?? source} < …`;
  return `    # kpis: # to do: what the business measures itself by, as the share of rows that meet \`numerator\`
    #   my-measure:
    #     title: …
    #     phrase: … # how a sentence names it: “flights on time”
    #     better: higher # or lower
    #     target: 0.8
    #     numerator: ${safe(numerator)}`;
}

function monitor(draft: Draft, names: FileNames): string {
  const { found, time, kind, windows, notFinite } = draft;
  const { reference } = windows;
  const taken = ['prediction', 'outcome'];
  const ids = idsOf(
    draft.inputs.map((one) => one.column.name),
    taken,
  );
  const segments = draft.inputs.flatMap((one, index) => (one.segment ? [ids[index]] : []));
  const path = relative(dirname(resolve(names.out)), found.files) || found.files;
  return `
    # How it is watched. Expressions are SQL (DuckDB's) over one row of the file, which is called \`source\`; only counts leave it.
    monitor:
      source:
        name: data
        files: ${q(path.startsWith('.') || path.startsWith('/') ? path : `./${path}`)}
        format: ${found.format}
        time: ${q(time.expression)} # ${safe(time.how)}${time.warning ? `. ${safe(time.warning)}` : ''}
      # ${count(reference.rows, 'row')} that later weeks are compared with: the days before the ${windows.weeks === 1 ? 'one watched week' : `last ${windows.weeks} whole weeks`}.
      reference: { start: ${reference.start}, end: ${reference.end} }
      from: ${windows.from} # the first day that is watched, a Monday
      zone: ${q(names.zone)}
      # Weeks are compared with weeks, because ${saySpan(draft)}.
      dailyAt: ${
        windows.dayRows === null
          ? 'null # off: single days hold too few rows, or too unequal ones; "05:30" switches it on'
          : '"05:30" # each day is looked at by its rows and empty values; null switches it off'
      }
      weeklyAt: "06:00" # on Mondays, before anybody reads a digest${windows.notes.map((text) => `\n      # ${safe(text)}`).join('')}
      inputs:${segments.length > 0 ? ` # people may ask by those of few values: ${safe(segments.slice(0, 10).join(', '))}${segments.length > 10 ? ' and more' : ''}` : ''}
${draft.inputs.map((one, index) => `        - { name: ${ids[index]}, phrase: ${q(inputPhrase(one.column.name, index, one.type === 'numeric'))}, type: ${one.type}, expression: ${q(one.column.expression)} }`).join('\n')}
${leftOut(draft)}      predictions:
        1:
          expression: ${q(kind.prediction)} # ${safe(draft.prediction.certainty)}: ${safe(draft.prediction.why)}
      predictionPhrase: predictions # how sentences call what the model says
${outcome(draft, names)}${notFinite.length > 0 ? `      # NaN and infinite values count as empty: ${safe(notFinite.slice(0, 10).join(', '))}.\n` : ''}      thresholds:
        minRows: ${Math.max(1, Math.min(500, Math.floor((windows.dayRows ?? windows.weekRows) / 3)))} # a ${sayFewest(draft)}
        missingShare: ${missingShare(draft)} # values that are missing in a larger share of rows are told
${windows.quietWeekdays > 0 ? `        volumeShare: 0 # off: on ${windows.quietWeekdays} days of a week there are hardly any rows, which is no fault\n` : ''}`;
}

function saySpan({ windows, rows }: Draft): string {
  const weeks = `there are ${windows.weekRows.toLocaleString('en-US')} rows in a middling one`;
  return rows < 2_000 ? `${weeks}; with so few, expect wide usual ranges` : weeks;
}

function sayFewest({ windows: { dayRows, weekRows } }: Draft): string {
  const [what, rows] = dayRows === null ? ['week', weekRows] : ['day or week', dayRows];
  return `${what} with fewer is not judged; a middling ${dayRows === null ? 'week' : 'day'} has ${rows.toLocaleString('en-US')}`;
}

function leftOut({ left, more }: Draft): string {
  const shown = left.slice(0, 30).map(({ column, why }) => `        # not watched: ${safe(column)} (${safe(why)})\n`);
  const rest = left.length > 30 ? [`        # and ${left.length - 30} more that cannot be watched\n`] : [];
  const further =
    more.length > 0
      ? [
          `        # not watched, for there are many: ${safe(more.slice(0, 20).join(', '))}${more.length > 20 ? ` and ${more.length - 20} more` : ''}; leeway init --max-inputs takes more\n`,
        ]
      : [];
  return [...shown, ...rest, ...further].join('');
}

function outcome({ kind, label, measured }: Draft, { unit }: FileNames): string {
  const classes =
    kind.kind === 'classes'
      ? `      classes: # what it says is a class; counted is how often it is wrong
        usual: ${JSON.stringify(kind.usual)} # what a constant guess would always say
${kind.score ? `        score: { from: ${kind.score.from}, above: ${JSON.stringify(kind.score.above)}, below: ${JSON.stringify(kind.score.below)} } # to do: the score from which on people act\n` : ''}`
      : '';
  if (label === null || kind.outcome === null)
    return `      outcome: none # no column says what happened; to do: add one when it is known\n${classes}`;
  const phrase = kind.kind === 'classes' ? phraseOf(label.column, 0) : amountPhrase(label.column);
  const shown = kind.kind === 'classes' ? 'share' : unit;
  const figures =
    kind.kind === 'classes'
      ? ''
      : `      baseline: ${measured.baseline} # the guess that every version is held against: the median of the reference
${measured.largeMiss === null ? '' : `      largeMiss: ${measured.largeMiss} # a miss above it counts as large; one in ten was, in the reference\n`}`;
  return `      outcome: { name: outcome, phrase: ${q(phrase)}, expression: ${q(kind.outcome)}, unit: ${q(shown)} }${shown === '' ? ' # to do: its unit, such as minutes or euros' : ''} # ${safe(label.certainty)}: ${safe(label.why)}
${classes}${figures}`;
}

/** What is usually missing is no news: the level lies above it. */
function missingShare({ inputs, rows }: Draft): number {
  const usual = Math.max(0, ...inputs.map(({ column }) => 1 - column.filled / rows).filter((share) => share < 0.9));
  return usual < 0.01 ? 0.01 : Math.min(1, Number((usual * 1.2 + 0.01).toFixed(2)));
}

const audiences = (): string => `
audiences: # each gets the same facts in its own words
  executives:
    title: Executives
    voice: executive
    channel: model-health
    weekday: monday
    hour: 9
  data-scientists:
    title: Data scientists
    voice: data-scientist
    channel: data-science
    weekday: monday
    hour: 9`;
