import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLeewayFile } from '../../src/apply/parse-file.ts';
import { leewayJsonSchema } from '../../src/apply/schema.ts';
import { isLeewayError } from '../../src/shared/errors.ts';
import { sha256 } from '../../src/shared/ids.ts';

const folder = new URL('../../examples/flights/', import.meta.url);
const demo = readFileSync(new URL('leeway.yml', folder), 'utf8');

/** The messages of a wrong file. */
function problems(source: string): string[] {
  try {
    parseLeewayFile(source, '/somewhere/leeway.yml');
  } catch (error) {
    if (isLeewayError(error)) return error.message.split('\n');
    throw error;
  }
  return [];
}

const small = `organisation:
  name: Skyway
  zone: America/Chicago
  industry: airlines
people:
  dana:
    name: Dana
    roles: [executive]
`;

describe('leeway.yml', () => {
  it('of the demo is right, and its digests are those of its files', () => {
    const file = parseLeewayFile(demo, 'examples/flights/leeway.yml');
    expect(Object.keys(file.people)).toEqual(['dana', 'marcus', 'priya', 'tom', 'lena', 'grace']);
    for (const version of Object.values(file.models['flight-delay']!.versions)) {
      expect(sha256(readFileSync(new URL(version.artifact, folder)))).toBe(version.digest);
    }
  });

  it.each([
    [
      'a wrong value',
      small.replace('[executive]', '[boss]'),
      'leeway.yml:8: people.dana.roles.0: expected one of executive, expert, engineer,',
    ],
    ['an unknown key', small.replace('    roles', '    rolls'), 'leeway.yml:8: people.dana.rolls: is not known here'],
    [
      'a missing key',
      small.replace('  zone: America/Chicago\n', ''),
      'leeway.yml:1: organisation.zone: is missing, expected string',
    ],
    ['a wrong type', small.replace('name: Dana', 'name: [1]'), 'leeway.yml:7: people.dana.name: expected string, received array'],
    [
      'an unknown zone',
      small.replace('America/Chicago', 'Chicago/America'),
      'leeway.yml:3: organisation.zone: expected a time zone such as America/Chicago',
    ],
    [
      'a wrong id',
      small.replace('  dana:', '  Dana Whitfield:'),
      'leeway.yml:6: people.Dana Whitfield: expected lower-case letters',
    ],
    [
      'an unknown team',
      `${small}    teams: [ops]\n`,
      'leeway.yml:9: people.dana.teams.0: expected one of `teams`, “ops” is none',
    ],
    [
      'a wrong Slack user',
      `${small}    slack: { user: dana }\n`,
      'leeway.yml:9: people.dana.slack.user: expected a Slack user id such as U0EXEC',
    ],
    [
      'two persons with one account',
      `${small}    slack: [{ user: U1, team: T1 }, { user: U2, team: T1 }]\n  tom:\n    name: Tom\n    slack: { user: U2, team: T1 }\n`,
      'leeway.yml:12: people.tom.slack.user: expected a user of their own: U2 is dana already',
    ],
    [
      'an unknown member of a rota',
      `${small}rotas:\n  ops:\n    people: [dana, nobody]\n`,
      'leeway.yml:11: rotas.ops.people.1: expected one of `people`, “nobody” is none',
    ],
    ['a repeated key', `${small}    name: Again\n`, 'leeway.yml:9: Map keys must be unique'],
    ['a tab', small.replace('  name: Skyway', '\tname: Skyway'), 'leeway.yml:2: '],
    ['an empty file', '', 'leeway.yml:1: '],
    ['a list', '- one', 'leeway.yml:1: expected object, received array'],
  ])('reports %s with its line and what was expected', (_what, source, expected) => {
    expect(problems(source)[0]).toContain(expected);
  });

  it('is reported whole: every wrong line, in order', () => {
    const wrong = small
      .replace('America/Chicago', '7')
      .replace('[executive]', '[boss, chief]')
      .replace('name: Dana', 'nam: Dana');
    expect(problems(wrong).map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'leeway.yml:3: organisation.zone',
      'leeway.yml:6: people.dana.name',
      'leeway.yml:7: people.dana.nam',
      'leeway.yml:8: people.dana.roles.0',
      'leeway.yml:8: people.dana.roles.1',
    ]);
  });

  it('with more than twenty wrong lines says how many more there are', () => {
    const many = Array.from({ length: 30 }, (_, index) => `  p${index}: {}\n`).join('');
    const lines = problems(`${small}${many}`);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toContain('10 more');
  });

  it('cannot be blown up by references to itself', () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n`;
    expect(problems(bomb)[0]).toContain('refers to itself too often');
  });

  it('has a JSON Schema that knows templates: a policy is whole or names one', () => {
    const schema = leewayJsonSchema() as {
      properties: Record<string, { additionalProperties: { anyOf: { required?: string[] }[] } }>;
    };
    const [whole, draft] = schema.properties['policies']!.additionalProperties.anyOf;
    expect(whole!.required).toEqual(expect.arrayContaining(['title', 'seats', 'gates', 'channel']));
    expect(draft!.required ?? []).toEqual([]);
    expect(draft).toHaveProperty(['properties', 'template', 'type'], 'string');
    expect(draft).toHaveProperty(['properties', 'gates', 'properties', 'required', 'type'], 'array');
    expect(schema.properties).toHaveProperty(['templates', 'properties', 'monitors']);
  });

  it('has a JSON Schema in which nothing unknown is allowed and organisation is required', () => {
    const schema = leewayJsonSchema() as {
      required: string[];
      additionalProperties: boolean;
      properties: Record<string, unknown>;
    };
    expect(schema.required).toEqual(['organisation']);
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toContain('models');
  });
});
