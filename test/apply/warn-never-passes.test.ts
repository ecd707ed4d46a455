import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');
const withGates = (gates: string, source = demo) =>
  source
    .replace('required: [data, tests, typical-miss, costly-error]', `required: [${gates}]`)
    .replace('mayBeOutvoted: [costly-error]', 'mayBeOutvoted: []');
const classes = demo.replace('      baseline: -1', '      classes: { usual: late }\n      baseline: -1');
const unknown = demo.replace(/outcome: \{ name: delay.*\}/, 'outcome: none');
const uncostly = demo.replace(/ {6}costly: [^]*?(?=\n {6}[a-z]\w*:)/, '');

describe('a policy that requires a check which a model can never pass', () => {
  const test = useDatabase();
  const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['operator'] });
  const warnings = async (source: string, options = {}) => (await applyConfig(tom(), { source, path }, options)).warnings;
  const start = 'flight-delay: the policy “flight-delay-production” requires the';
  afterEach(() => test.clear());

  it.each([
    [
      'classes',
      withGates('data, bias, large-misses, costly-error', classes),
      [`${start} checks “bias”, “large-misses”. The model says classes: an answer is right or wrong, by no amount.`],
    ],
    [
      'no outcome',
      withGates('data, tests, typical-miss', unknown),
      [`${start} check “typical-miss”. The data do not say what happened, so nobody can tell how right it is.`],
    ],
    ['no costly error', uncostly, [`${start} check “costly-error”. The monitor does not say which error hurts most.`]],
    ['nothing that it lacks', withGates('data, bias, large-misses, costly-error, constant'), []],
  ])('is named with model and check: %s', async (_what, source, said) => {
    expect(await warnings(source, { dryRun: true })).toEqual(said);
    expect(await warnings(source)).toEqual(said);
    // The same file again: it still holds.
    expect(await warnings(source)).toEqual(said);
  });

  it('is said of a policy that the file names no more and nobody has pruned', async () => {
    const other = withGates('data, bias', classes);
    await warnings(other);
    const without = other.replace(/\n {2}flight-delay-production:[^]*?(?=\n {2}staging:)/, '');
    expect(await warnings(without, { dryRun: true })).toHaveLength(1);
    expect(await warnings(without, { dryRun: true, prune: true })).toEqual([]);
  });

  it('is told to whoever agrees to the policy, in the words of its change', async () => {
    const [first, second] = ['data', 'data, bias'].map((gates) =>
      withGates(gates, classes).replace('roles: [expert]', 'roles: [expert, compliance]'),
    );
    await applyConfig(tom(), { source: first!, path });
    const { request } = await applyConfig(tom(), { source: second!, path });
    const { said, question } = await readRequest(tom(), request!.requestId);
    expect(said).toHaveLength(1);
    expect(said![0]).toMatch(
      /\. Nobody could then agree to any version of Flight Delay, which can never pass the check “bias”\. The model says classes: an answer is right or wrong, by no amount\.$/,
    );
    expect(question).toBe('Should this change be made?');
  });
});
