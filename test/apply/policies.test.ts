import { describe, expect, it } from 'vitest';
import { parseLeewayFile } from '../../src/apply/parse-file.ts';
import type { LeewayFile } from '../../src/apply/schema.ts';
import { builtInTemplates, expandTemplates } from '../../src/apply/templates.ts';
import { isLeewayError } from '../../src/shared/errors.ts';

const base = `organisation:
  name: Skyway
  zone: America/Chicago
  industry: airlines
channels: { approvals: C0APPROVE }
people:
  dana:
    name: Dana
models:
  delay:
    title: Delay
`;
const policy = (lines: string) => `${base}policies:\n  production:\n${lines.replaceAll(/^/gm, '    ')}`;
const high = (lines = '') => policy(`template: high\nchannel: approvals\n${lines}`);
const parse = (source: string): LeewayFile => parseLeewayFile(source, 'leeway.yml');

function problems(source: string): string[] {
  try {
    parse(source);
  } catch (error) {
    if (isLeewayError(error)) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a policy of leeway.yml', () => {
  it('that names a template is the template with what differs', () => {
    const { policies } = parse(high('seats: { engineer: { count: 2 } }\ngates: { required: [data] }'));
    expect(policies['production']).toMatchObject({
      risk: ['high'],
      seats: { business: { who: { owner: 'business' } }, engineer: { count: 2, who: { role: 'engineer', of: 'team' } } },
      gates: { required: ['data'] },
      stepUp: true,
    });
  });

  it('takes another choice of people in place of the template’s, not beside it', () => {
    const { policies } = parse(high('seats: { business: { who: { people: [dana] } } }'));
    expect(policies['production']!.seats['business']!.who).toEqual({ people: ['dana'] });
  });

  it('may stand on an organisation’s own template, which may stand on the built-in one of its name', () => {
    const own = `templates:
  policies:
    high: { template: high, stepUp: false }
    ours: { template: high, observeDays: 30 }
`;
    const { policies } = parse(`${high().replace('template: high', 'template: ours')}\n${own}`);
    expect(policies['production']).toMatchObject({ stepUp: false, observeDays: 30, refusal: 'veto' });
  });

  it.each([
    [
      'an unknown template',
      high().replace('high', 'hgih'),
      'leeway.yml:14: policies.production.template: expected one of the templates configuration, high, low, medium, not “hgih”',
    ],
    ['a wrong value', high('observeDays: 0'), 'leeway.yml:16: policies.production.observeDays: '],
    ['a missing channel', policy('template: high'), 'leeway.yml:13: policies.production.channel: is missing'],
    [
      'an unknown channel',
      high().replace('channel: approvals', 'channel: aprovals'),
      'leeway.yml:15: policies.production.channel: expected one of `channels`',
    ],
    [
      'an unknown model',
      high('models: [deley]'),
      'leeway.yml:16: policies.production.models.0: expected one of `models`, “deley” is none',
    ],
    [
      'an unknown person',
      high('seats: { business: { who: { people: [dan] } } }'),
      'leeway.yml:16: policies.production.seats.business.who.people.0',
    ],
    [
      'an unknown role',
      high('seats: { business: { who: { role: boss } } }'),
      'leeway.yml:16: policies.production.seats.business.who.role: expected one of executive',
    ],
    [
      'an unknown rota',
      high('escalate: { afterHours: 4, to: { onCall: ops } }'),
      'leeway.yml:16: policies.production.escalate.to.onCall',
    ],
    [
      'an unknown gate',
      high('gates: { required: [luck] }'),
      'leeway.yml:16: policies.production.gates.required.0: expected one of data, tests',
    ],
    [
      'an outvoted gate that is not required',
      high('gates: { mayBeOutvoted: [bias] }'),
      'leeway.yml:16: policies.production.gates.mayBeOutvoted.0',
    ],
    [
      'a reminder after the end',
      high('remindAfterHours: [200]'),
      'leeway.yml:16: policies.production.remindAfterHours.0: expected fewer than the 120 hours',
    ],
    [
      'a freeze that ends before it begins',
      high('freeze: [{ why: x, when: { start: 2001-07-05, end: 2001-07-02 } }]'),
      'leeway.yml:16: policies.production.freeze.0.when.end',
    ],
    [
      'an unknown deployer',
      high('deploy: { by: jenkins }'),
      'leeway.yml:16: policies.production.deploy.by: expected `alias` or one of `deployers`',
    ],
    ['an unknown zone', high('zone: Chicago'), 'leeway.yml:16: policies.production.zone: expected a time zone'],
  ])('is refused with its line for %s', (_what, source, expected) => {
    expect(problems(source)[0]).toContain(expected);
    expect(problems(source)).toHaveLength(1);
  });

  it('for changes of the file itself has no model and no owner', () => {
    const configuration = policy('template: configuration\nchannel: approvals').replace('production:', 'configuration:');
    expect(problems(configuration)).toEqual([]);
    expect(problems(`${configuration}\n    any: true`)[0]).toContain('expected no `models`, `risk` or `any`');
    const owner = `${configuration}\n    seats: { second: { who: { owner: business } } }`;
    expect(problems(owner)[0]).toContain('a change of this file has no model');
  });
});

describe('templates', () => {
  it('fill models and monitors as well, and a model’s own words go over them', () => {
    const { models } = parse(base.replace('title: Delay', 'title: Delay\n    template: high-risk\n    stage: production'));
    expect(models['delay']).toMatchObject({
      title: 'Delay',
      risk: 'high',
      stage: 'production',
      maintenance: { reviewEveryDays: 90 },
    });
    const { value } = expandTemplates({ models: { delay: { monitor: { template: 'watchful', thresholds: { psi: 0.2 } } } } });
    expect(value).toMatchObject({ models: { delay: { monitor: { thresholds: { psi: 0.2, persistWeeks: 1 } } } } });
  });

  it('of the organisation are checked where they stand, used or not', () => {
    const wrong = `${base}templates:\n  policies:\n    ours:\n      stepup: true\n      observeDays: soon\n`;
    expect(problems(wrong)).toEqual([
      'leeway.yml:15: templates.policies.ours.stepup: is not known here',
      expect.stringContaining('leeway.yml:16: templates.policies.ours.observeDays: expected number'),
    ]);
  });

  it('that stand on one another for ever are refused', () => {
    const names = Array.from({ length: 8 }, (_, index) => `t${index}`);
    const chain = names.map((name, index) => `    ${name}: { template: ${names[index + 1] ?? 'high'} }\n`).join('');
    const source = `${high().replace('template: high', 'template: t0')}\ntemplates:\n  policies:\n${chain}`;
    expect(problems(source)[0]).toContain('stands on more than 5 templates');
  });

  it('that are built in give a whole policy, model or monitor as soon as what is the file’s own is added', () => {
    for (const name of Object.keys(builtInTemplates().policies)) {
      const id = name === 'configuration' ? 'configuration' : 'production';
      expect(problems(high().replace('production:', `${id}:`).replace('template: high', `template: ${name}`))).toEqual([]);
    }
  });
});
