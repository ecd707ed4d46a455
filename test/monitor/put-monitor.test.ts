import { describe, expect, it } from 'vitest';
import { countingHash } from '../../src/monitor/put-monitor.ts';
import { monitorSpec } from '../../src/monitor/schemas.ts';

const spec = monitorSpec.parse({
  source: { name: 'flights', files: '/data/flights.parquet', format: 'parquet', time: 'date' },
  reference: { start: '2001-01-01', end: '2001-02-01' },
  from: '2001-02-05',
  zone: 'America/Chicago',
  inputs: [{ name: 'distance', phrase: 'distances', type: 'numeric', expression: 'distance' }],
  predictions: { '1': { expression: '6.3' } },
  outcome: { name: 'delay', phrase: 'arrival delay', expression: 'delay', unit: 'minutes' },
  baseline: -1,
});

describe('the hash of what counts depend on', () => {
  it('stays when thresholds, phrases and times of day change', () => {
    const said = {
      ...spec,
      weeklyAt: '07:00',
      thresholds: { ...spec.thresholds, psi: 0.2 },
      inputs: [{ ...spec.inputs[0]!, phrase: 'lengths' }],
    };
    expect(countingHash(said)).toBe(countingHash(spec));
  });
  it.each([
    ['source', { ...spec, source: { ...spec.source, files: '/data/other.parquet' } }],
    ['reference', { ...spec, reference: { start: '2001-01-01', end: '2001-01-15' } }],
    ['an input', { ...spec, inputs: [{ ...spec.inputs[0]!, expression: 'distance * 2' }] }],
    ['a prediction', { ...spec, predictions: { '1': { expression: '7.5' } } }],
    ['the baseline', { ...spec, baseline: 0 }],
  ])('changes with %s', (_what, other) => {
    expect(countingHash(other)).not.toBe(countingHash(spec));
  });
});
