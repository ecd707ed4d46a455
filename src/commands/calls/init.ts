import { LeewayError } from '../../shared/errors.ts';
import { addDays, instantAt } from '../../shared/period.ts';
import { flag, readCall, text, wrongCall, type Call } from '../call.ts';
import { assertFresh, createTalk, freshDirectory, initFile, type InitOptions } from '../init.ts';
import { userName } from '../user-name.ts';

/** What is left to do after the file was written: run it, in a database of its own, from the first watched week on. */
export interface ToRun {
  file: string;
  dataDir: string;
  title: string;
  zone: string;
  weeks: number;
  clockStart: Date;
  /** From when on single days are looked at, if the file has it so: before it the weeks count their days, which is quicker. */
  daysFrom: Date;
  /** The Monday after the last watched week, when its digest has just been posted. */
  arrival: Date;
}

const defaultMaxInputs = 50;
/** Alerts of single days are of use while somebody can still do something: of older ones the weeks tell. */
const weeksOfDays = 2;
const mostInputs = 2_000;

/** Writes leeway.yml for a file; says what is to be run then, or nothing where only the file was wanted. */
export async function init(call: Call, signal?: AbortSignal): Promise<ToRun | undefined> {
  const { options, run, data, yes } = readInit(call);
  const settings = call.settings();
  if (run && settings.databaseUrl !== undefined)
    throw new LeewayError('config', 'leeway init shows a model in a database of its own, and DATABASE_URL is set.', {
      hint: 'Unset it, or only write the file with --no-run and carry it out with leeway apply.',
    });
  const named = data ?? (settings.dataDir === './.leeway' ? undefined : settings.dataDir);
  if (run && named !== undefined && named !== 'memory:') assertFresh(named);
  const talk = createTalk(!yes && process.stdin.isTTY === true && process.stderr.isTTY === true);
  try {
    const { draft, names } = await initFile(options, talk, signal);
    const { windows, measured, inputs, more, left } = draft;
    talk.say(
      `Watches ${inputs.length} of ${inputs.length + more.length + left.length} inputs${more.length > 0 ? ` (--max-inputs takes more)` : ''}.`,
    );
    talk.say(
      `Compares ${windows.weeks === 1 ? 'one week' : `${windows.weeks} weeks, one by one,`} from ${windows.from} on, with ${windows.reference.start} to ${windows.reference.end}.`,
    );
    for (const line of [...windows.notes, ...measured.warnings.map((one) => `Look: ${one}`)]) talk.say(line);
    talk.say('Nobody owns it yet: the file says where to name people.');
    talk.say(`Wrote ${options.out}, with comments. Change it, then: leeway apply -f ${options.out}`);
    if (!run) return undefined;
    const dataDir = named ?? freshDirectory(names.modelId);
    const at = (day: string, hour: number, minute: number) => instantAt(day, { hour, minute, zone: names.zone });
    return {
      file: options.out,
      dataDir,
      title: names.modelTitle,
      zone: names.zone,
      weeks: windows.weeks,
      clockStart: at(windows.from, 10, 0),
      daysFrom: at(addDays(windows.from, 7 * Math.max(0, windows.weeks - weeksOfDays)), 10, 0),
      arrival: at(windows.until, 9, 5),
    };
  } finally {
    talk.done();
  }
}

function readInit(call: Call): { options: InitOptions; run: boolean; data: string | undefined; yes: boolean } {
  const { values, positionals } = readCall(call, {
    prediction: text,
    label: text,
    time: text,
    id: text,
    inputs: text,
    'max-inputs': text,
    kind: text,
    cutoff: text,
    model: text,
    title: text,
    rows: text,
    unit: text,
    organisation: text,
    zone: text,
    out: text,
    force: flag,
    yes: flag,
    'no-run': flag,
    data: text,
  });
  const [file, ...others] = positionals;
  const wrong = (what: string) => wrongCall(call.name, what);
  if (file === undefined || others.length > 0) throw wrong('Name one file, folder or pattern in quotes.');
  const { kind, model } = values;
  if (kind !== undefined && kind !== 'regression' && kind !== 'classification')
    throw wrong('--kind takes regression or classification.');
  if (values.cutoff !== undefined && !Number.isFinite(Number(values.cutoff || 'x'))) throw wrong('--cutoff takes a number.');
  if (model !== undefined && !/^[a-z0-9][a-z0-9._-]{0,99}$/i.test(model))
    throw wrong('--model takes letters, digits, “.”, “_” and “-”, at most 100.');
  const maxInputs = Number(values['max-inputs'] ?? defaultMaxInputs);
  if (!Number.isInteger(maxInputs) || maxInputs < 1 || maxInputs > mostInputs)
    throw wrong(`--max-inputs takes 1 to ${mostInputs}.`);
  return {
    run: !(values['no-run'] ?? false),
    data: values.data,
    yes: values.yes ?? false,
    options: {
      file,
      prediction: values.prediction,
      label: values.label,
      time: values.time,
      id: values.id,
      inputs: values.inputs?.split(',').map((one) => one.trim()),
      maxInputs,
      kind,
      cutoff: values.cutoff === undefined ? undefined : Number(values.cutoff),
      model,
      title: values.title,
      rows: values.rows,
      unit: values.unit,
      organisation: values.organisation,
      zone: values.zone,
      out: values.out ?? 'leeway.yml',
      force: values.force ?? false,
      user: userName(),
    },
  };
}
