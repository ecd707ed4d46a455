import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { builtInTemplates } from '../../src/apply/templates.ts';
import { listTemplates, showTemplate } from '../../src/commands/templates.ts';
import { tempFolder } from '../support/temp-folder.ts';

const file = join(tempFolder('templates'), 'leeway.yml');
writeFileSync(file, 'templates:\n  policies:\n    high: { template: high, observeDays: 30 }\n    ours: { template: low }\n');

describe('the template command', () => {
  it('lists the built-in ones, and the organisation’s where there is a file', () => {
    expect(listTemplates('/nowhere/leeway.yml').map((line) => line.split(/\s+/).slice(0, 2).join(' '))).toEqual([
      'policy low',
      'policy medium',
      'policy high',
      'policy configuration',
      'model registration',
      'model high-risk',
      'monitor daily',
      'monitor watchful',
    ]);
    expect(listTemplates(file)).toContain(`policy  ours            ${file}`);
  });

  it('shows one as YAML that is that template, and both where there are two of a name', () => {
    const [, yaml] = showTemplate('/nowhere/leeway.yml', 'watchful');
    expect(parse(yaml!)).toEqual({ monitors: { watchful: builtInTemplates().monitors['watchful'] } });
    expect(showTemplate(file, 'high')).toHaveLength(4);
  });

  it('says which there are for a name that is none', () => {
    expect(() => showTemplate(file, 'hgih')).toThrow(
      expect.objectContaining({ code: 'not-found', hint: expect.stringContaining('low, medium, high') }),
    );
  });
});
