import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorCodes } from '../src/shared/log.ts';

const root = resolve(import.meta.dirname, '..');
const manual = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/** Every call of a log's `warn` or `error` in the sources, with the code that it names. */
const logged = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    return [...text.matchAll(/\blog\s*\??\.\s*(warn|error)\(\s*(\{[^}]*|[^)]{0,40})/g)].map(([, level = '', fields = '']) => ({
      file,
      level,
      code: /\bcode: '([a-z][a-z-]*)'/.exec(fields)?.[1],
    }));
  });

/** The codes in the first column of the table under a heading. */
const documented = (heading: string): string[] => {
  const [, table = ''] = manual.split(`| ${heading} |`);
  const rows = table.split('\n\n')[0]!.split('\n').slice(2);
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code));
};

interface Rules {
  groups?: { rules: { alert: string; expr: string }[] }[];
}

describe('docs/operations.md', () => {
  it('is held against what the sources really log', () => {
    expect(logged.length).toBeGreaterThan(40);
    expect(logged.filter((one) => one.code === undefined)).toEqual([]);
  });

  it.each([
    ['error', 'ERROR'],
    ['warn', 'WARN'],
  ])('lists each code that is logged as %s, and no other, with what to do', (level, heading) => {
    const codes = new Set(logged.filter((one) => one.level === level).map((one) => one.code));
    expect(documented(heading).toSorted()).toEqual([...codes].map(String).toSorted());
  });

  it('lists each code of ERROR that is counted from zero on', () => {
    expect(documented('ERROR').toSorted()).toEqual(errorCodes.toSorted());
  });

  it('names every setting that may be set', () => {
    const names = [...readFileSync(join(root, 'src/config.ts'), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): \{/gm)].map(
      ([, name = '']) => name,
    );
    expect(names.length).toBeGreaterThan(8);
    const [, table = ''] = manual.split('## Settings');
    for (const name of names.filter((one) => one !== 'SLACK_API_URL')) expect(table.split('\n## ')[0]).toContain(`\`${name}\``);
  });

  it('has alerts that Prometheus can read, over metrics that the page names', () => {
    const blocks = [...manual.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => parse(text) as Rules);
    const rules = blocks.flatMap(({ groups = [] }) => groups.flatMap((group) => group.rules));
    expect(rules.length).toBeGreaterThan(10);
    const [, table = ''] = manual.split('| name | what |');
    const names = rules.flatMap(({ expr }) => expr.match(/leeway_[a-z_]+/g) ?? []);
    for (const name of names) expect(table.split('\n\n')[0]).toContain(`\`${name.replace(/_bucket$/, '')}\``);
  });

  it('names every metric, as it is called', () => {
    const sources = readdirSync(join(root, 'src/metrics')).map((file) => readFileSync(join(root, 'src/metrics', file), 'utf8'));
    const names = new Set(sources.flatMap((text) => [...text.matchAll(/'(leeway_[a-z_]+)'/g)].map(([, name = '']) => name)));
    const own = [...names].filter((name) => !name.startsWith('leeway_event_loop'));
    expect(own.length).toBeGreaterThan(12);
    for (const name of own) expect(manual).toContain(`\`${name}\``);
  });
});
