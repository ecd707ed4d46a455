import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseLeewayFile } from '../../src/apply/parse-file.ts';
import { writeRows } from '../engines/files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const weather = fileURLToPath(new URL('../../node_modules/vega-datasets/data/seattle-weather.csv', import.meta.url));
const folder = tempFolder('init');
const path = (name: string) => join(folder, name);

/** The real command, as a script would call it. */
function init(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const all = [cli, 'init', ...args, '--yes', '--no-run', '--zone', 'UTC'];
    execFile(process.execPath, all, { cwd: folder }, (error, out, said) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + said }),
    );
  });
}

const drafted = (name: string) => parseLeewayFile(readFileSync(path(name), 'utf8'), path(name));
/** 12 weeks of rows, `columns` over `i`, the row's number from 0. */
const rows = (columns: string, count = 2_000) => `select ${columns} from range(${count}) t(i)`;
const moment = "timestamp '2024-01-01' + to_seconds((i * 3628)::bigint)";

describe('leeway init', () => {
  it('writes a commented file that apply accepts, for numbers', async () => {
    await writeRows(
      path('orders.parquet'),
      rows(`i as order_id, ${moment} as at, i % 4 as region, 1.5 * i as predicted_minutes, 1.6 * i as actual_minutes`),
    );
    const { code, said } = await init('orders.parquet', '--out', 'orders.yml');
    expect(said).toContain('prediction: “predicted_minutes” (sure');
    expect(said).toContain('label: “actual_minutes” (sure');
    expect(code).toBe(0);
    const model = drafted('orders.yml').models['orders']!;
    expect(model).toMatchObject({ unit: { plural: 'orders' }, owners: {}, environments: { production: 1 } });
    expect(model.monitor).toMatchObject({
      outcome: { unit: 'minutes', expression: 'source."actual_minutes"' },
      inputs: [{ name: 'region', type: 'categorical' }],
    });
    expect(readFileSync(path('orders.yml'), 'utf8')).toMatch(/# to do: without all three it is listed as unowned/);
  });

  it('never writes over a file without --force', async () => {
    writeFileSync(path('there.yml'), 'mine');
    const { code, said } = await init('orders.parquet', '--out', 'there.yml');
    expect([code, readFileSync(path('there.yml'), 'utf8')]).toEqual([1, 'mine']);
    expect(said).toContain('there.yml is there already');
  });

  it('takes a score and an outcome of two values for classes, and which of them a high score means', async () => {
    await writeRows(
      path('churn.csv'),
      rows(
        `${moment} as scored_at, i % 3 as plan, (i % 100) / 100.0 as churn_score, case when i % 100 > 70 then 'left' else 'stayed' end as churned`,
      ),
    );
    expect(await init('churn.csv', '--out', 'churn.yml')).toMatchObject({ code: 0 });
    expect(drafted('churn.yml').models['churn']!.monitor).toMatchObject({
      classes: { usual: 'stayed', score: { from: 0.5, above: 'left', below: 'stayed' } },
      outcome: { unit: 'share' },
    });
  });

  it('reads decimal commas, dates with dots and names of other languages', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => {
      const at = new Date(Date.UTC(2026, 0, 1) + i * 3_628_000).toISOString();
      const day = `${at.slice(8, 10)}.${at.slice(5, 7)}.${at.slice(0, 4)}`;
      return `${day};${String((i % 90) / 4).replace('.', ',')};1,${100 + (i % 900)};1.${100 + (i % 800)},5;1.${100 + (i % 700)},25`;
    });
    writeFileSync(path('strom.csv'), ['Tag;Außentemperatur;Kennung;Prognose_kWh;Verbrauch_kWh', ...lines].join('\n'));
    const asked = ['--prediction', 'Prognose_kWh', '--label', 'Verbrauch_kWh'];
    const { code, said } = await init('strom.csv', '--out', 'strom.yml', ...asked);
    expect(said).toContain('Read as numbers with a decimal comma: Außentemperatur, Prognose_kWh, Verbrauch_kWh.');
    expect(said).toContain('It predicts a number');
    expect(code).toBe(0);
    const monitor = drafted('strom.yml').models['strom']!.monitor!;
    expect(monitor.inputs[0]).toMatchObject({ name: 'aussentemperatur', type: 'numeric' });
    expect(monitor.outcome).toMatchObject({ phrase: 'verbrauch', unit: 'kWh' });
    // Thousands of kWh, not one and a bit: the dot is no decimal point.
    expect(monitor.baseline).toBeGreaterThan(1_000);
  });

  it('without an outcome watches what goes in and what is said, and says what it cannot tell', async () => {
    await writeRows(path('plain.parquet'), rows(`${moment} as at, i % 7 as x, i * 0.5 as forecast`));
    const { said } = await init('plain.parquet', '--out', 'plain.yml');
    expect(said).toContain('It cannot say whether the model is right');
    expect(drafted('plain.yml').models['plain']!.monitor!.outcome).toMatchObject({ known: false });
  });

  it('looks at single days where each has rows enough, and not where they have few or are of working days only', async () => {
    const daily = `timestamp '2024-01-01' + to_minutes((i * 12)::bigint)`;
    const filled = (where: string) =>
      `select * from (${rows(`${daily} as at, i % 7 as x, i * 0.5 as forecast`, 10_080)}) ${where}`;
    await writeRows(path('daily.parquet'), filled(''));
    await writeRows(path('working.parquet'), filled('where isodow("at") < 6'));
    const monitorOf = async (name: string) => {
      expect((await init(`${name}.parquet`, '--out', `${name}.yml`)).code).toBe(0);
      return drafted(`${name}.yml`).models[name]!.monitor!;
    };
    // 120 rows a day; a day with fewer than a third is not judged.
    expect(await monitorOf('daily')).toMatchObject({ dailyAt: '05:30', thresholds: { minRows: 40 } });
    expect(await monitorOf('working')).toMatchObject({ dailyAt: null, thresholds: { minRows: 200, volumeShare: 0 } });
    await writeRows(path('few.parquet'), rows(`${moment} as at, i % 7 as x, i * 0.5 as forecast`));
    expect(await monitorOf('few')).toMatchObject({ dailyAt: null });
  });

  it('copes with semicolons, a byte-order mark, other scripts, quotes, empty columns and future rows', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => {
      const at = new Date(Date.UTC(2024, 0, 1) + i * 3_628_000).toISOString().slice(0, 10).split('-').reverse().join('.');
      return `${i === 0 ? '01.01.2999' : at};${i % 5};"a ""b"" ${i % 3}";;${i / 7};${i};${i + 1}`;
    });
    writeFileSync(path('odd.csv'), `\uFEFFdatum;größe x;"q""uote";leer;wert;prediction;label\r\n${lines.join('\r\n')}\r\n`);
    const { code, said } = await init('odd.csv', '--out', 'odd.yml', '--time', 'datum');
    expect(said).toMatch(/1 row lies in the future, up to 1 January 2999/);
    expect(code).toBe(0);
    const text = readFileSync(path('odd.yml'), 'utf8');
    expect(text).toContain('not watched: leer (it is empty)');
    const inputs = drafted('odd.yml').models['odd']!.monitor!.inputs;
    expect(inputs.map((one) => one.expression)).toEqual(['source."größe x"', 'source."q""uote"', 'source."wert"']);
  });

  it.each([
    ['seconds', `epoch(${moment})::bigint`],
    ['milliseconds', `epoch_ms(${moment})`],
    ['text with its own time zone', `strftime(${moment}, '%Y-%m-%dT%H:%M:%SZ')`],
    ['eight digits', `strftime(${moment}, '%Y%m%d')::int`],
  ])('reads a time as %s', async (how, expression) => {
    await writeRows(path('times.parquet'), rows(`${expression} as ts, i % 7 as x, i * 0.5 as forecast, i * 0.4 as actual`));
    const { code, said } = await init('times.parquet', '--out', 'times.yml', '--force');
    expect([code, said]).toEqual([0, expect.stringContaining(how)]);
  });

  it('reads text of a CSV file that says inf and nan as numbers that are not there', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => {
      const at = new Date(Date.UTC(2024, 0, 1) + i * 3_628_000).toISOString().slice(0, 19).replace('T', ' ');
      return `${at},${i % 50 === 0 ? ['inf', '-inf', 'nan', 'NaN'][(i / 50) % 4] : (i * 7) % 13},${i % 10},${(i % 10) + 1}`;
    });
    writeFileSync(path('text.csv'), `at,reading,forecast,actual\n${lines.join('\n')}\n`);
    expect((await init('text.csv', '--out', 'text.yml')).code).toBe(0);
    expect(drafted('text.yml').models['text']!.monitor!.inputs).toMatchObject([{ name: 'reading', type: 'numeric' }]);
  });

  it('counts NaN and infinite values as empty, and says where', async () => {
    const odd = "case i % 50 when 0 then 'nan'::double when 1 then 'inf'::double else i / 7.0 end";
    await writeRows(path('nan.parquet'), rows(`${moment} as at, ${odd} as x, i * 0.5 as forecast, i * 0.4 as actual`));
    expect((await init('nan.parquet', '--out', 'nan.yml')).code).toBe(0);
    expect(readFileSync(path('nan.yml'), 'utf8')).toContain('NaN and infinite values count as empty: x.');
  });

  it('warns where the prediction is the outcome itself', async () => {
    await writeRows(path('leak.parquet'), rows(`${moment} as at, i % 7 as x, i * 0.5 as prediction, i * 0.5 as label`));
    expect((await init('leak.parquet', '--out', 'leak.yml')).said).toContain('too good to be true');
  });

  it('of 2,000 columns watches the first that can be, and says so', async () => {
    const many = Array.from({ length: 1_996 }, (_, index) => `(i + ${index}) % 97 as c${index}`).join(', ');
    await writeRows(path('wide.parquet'), rows(`${moment} as at, ${many}, i as prediction, i + 1 as label`, 1_500));
    const { said } = await init('wide.parquet', '--out', 'wide.yml');
    expect(said).toContain('Watches 50 of 1996 inputs');
    expect(drafted('wide.yml').models['wide']!.monitor!.inputs).toHaveLength(50);
  });

  it.each([
    ['gone.parquet', undefined, 'There is no such file: gone.parquet'],
    ['empty.csv', '', 'empty.csv is empty'],
    ['half.parquet', 'not a parquet file', 'does not begin as a Parquet file does'],
    ['data.json', '[{"a": 1}]', 'looks like JSON'],
    ['picture.csv', '\u0000\u0001\u0000', 'neither Parquet nor text'],
    ['one.csv', 'at,prediction,label\n2024-01-01,1,2\n', 'one.csv has 1 row; Leeway needs some'],
    ['timeless.csv', `a,prediction,label\n${'1,2,3\n'.repeat(50)}`, 'No column says when a row was'],
    ['short.csv', `at,x,prediction,label\n${'2024-01-01,1,2,3\n2024-01-02,4,5,6\n'.repeat(20)}`, 'Leeway compares whole weeks'],
    ['blank.csv', `at,x,y\n${'2024-01-01,1,2\n'.repeat(50)}`, 'No column looks like what a model predicted'],
  ])('%s gets a clear answer', async (name, text, message) => {
    if (text !== undefined) writeFileSync(path(name), text);
    const { code, said } = await init(name, '--out', `${name}.yml`);
    expect(said).toContain(message);
    expect([code === 0, existsSync(path(`${name}.yml`))]).toEqual([false, false]);
  });

  it('refuses columns that are not there, and lists those that are', async () => {
    const { said } = await init(weather, '--prediction', 'tmep_min', '--out', 'w.yml');
    expect(said).toContain('There is no column “tmep_min”. There are: date, precipitation, temp_max, temp_min, wind, weather');
  });

  it('reads a file that nobody prepared', async () => {
    const { code, said } = await init(weather, '--prediction', 'temp_min', '--label', 'temp_max', '--out', 'weather.yml');
    expect([code, said]).toEqual([0, expect.stringContaining('Compares 12 weeks, one by one, from 2015-10-05 on')]);
    expect(drafted('weather.yml').models['seattle-weather']!.monitor!.thresholds.minRows).toBe(2);
  });
});
