import { describe, expect, it } from 'vitest';
import { createCounter, createHistogram } from '../../src/metrics/counting.ts';
import { expose } from '../../src/metrics/exposition.ts';
import { parseExposition } from './parse-exposition.ts';

describe('the text format', () => {
  it('escapes what would end a label or a line', () => {
    const text = expose([
      { name: 'a', help: 'one\ntwo \\', type: 'gauge', samples: [{ labels: { x: 'say "hi"\n\\' }, value: 1.5 }] },
    ]);
    expect(text).toBe('# HELP a one\\ntwo \\\\\n# TYPE a gauge\na{x="say \\"hi\\"\\n\\\\"} 1.5\n');
    expect(parseExposition(text).values.get('a{x="say \\"hi\\"\\n\\\\"}')).toBe(1.5);
  });

  it('writes buckets that add up, with their sum and count', () => {
    const histogram = createHistogram('took_seconds', 'How long.', [0.1, 1]);
    for (const seconds of [0.05, 0.1, 0.5, 7]) histogram.observe({ kind: 'day' }, seconds);
    const { values } = parseExposition(expose([histogram.family()]));
    expect(Object.fromEntries(values)).toEqual({
      'took_seconds_bucket{kind="day",le="0.1"}': 2,
      'took_seconds_bucket{kind="day",le="1"}': 3,
      'took_seconds_bucket{kind="day",le="+Inf"}': 4,
      'took_seconds_sum{kind="day"}': 7.65,
      'took_seconds_count{kind="day"}': 4,
    });
  });

  it('keeps no more sets of labels than it may, and loses no count', () => {
    const counter = createCounter('calls_total', 'Calls.');
    for (let i = 0; i < 5_000; i++) counter.add({ who: `model-${i}` });
    const { samples } = counter.family();
    expect(samples).toHaveLength(201);
    expect(samples.reduce((sum, one) => sum + one.value, 0)).toBe(5_000);
    expect(samples.at(-1)).toMatchObject({ labels: { who: 'other' }, value: 4_800 });
  });
});
