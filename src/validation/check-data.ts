import type { Comparison } from '../engines/engine.ts';
import { errorKind } from '../monitor/error-kind.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import type { Fact } from '../shared/fact.ts';
import { sayPeriod } from '../shared/period.ts';
import type { Basis } from './basis.ts';
import type { Figures } from './figures.ts';
import { fileDigest } from './file-digest.ts';
import type { Finding } from './judged.ts';
import type { Subject } from './subject.ts';

/** Whether the data can be read, and whether the version is what it is said to be. */
export async function checkData(subject: Subject, basis: Basis, figures: Figures): Promise<Finding> {
  const { spec, prediction, record } = subject;
  const evidence = { test: basis.window, method: 'every expression bound, missing values counted, SHA-256 of the artifact' };
  if (!spec || !prediction) return { state: 'not-run', reason: basis.unread ?? '', slots: {}, evidence };
  const problems = [
    ...(record.dataStart && record.dataEnd ? [] : ['It is not stated which days it learned from.']),
    ...(record.dataDigest ? [] : ['No digest of the data that it learned from is stated.']),
    ...(await artifactProblems(subject)),
  ];
  if (!basis.counts) {
    const reason = [basis.unread ?? '', ...problems].join(' ');
    return { state: 'failed', reason, slots: {}, evidence: { ...evidence, problems: [...problems, basis.unread ?? ''] } };
  }
  const counted = countProblems({ subject, spec, counts: basis.counts, figures });
  const all = [...problems, ...counted.problems];
  const days = sayPeriod({ grain: 'week', ...basis.window });
  const read = `{rows} ${subject.model.unitPlural} of ${days} could be read`;
  return {
    state: all.length > 0 ? 'failed' : 'passed',
    reason: all.length > 0 ? all.join(' ') : `${read}; it had no answer of its own for {unseen:hundred}.`,
    slots: counted.slots,
    evidence: {
      ...evidence,
      problems: all,
      rule: `at most ${spec.thresholds.missingShare} of a column empty, at most ${spec.gains.unseen} of the rows without an answer of its own`,
    },
  };
}

/** A table that was fitted is the version's artifact: whoever changes it makes another version. */
async function artifactProblems({ prediction, record }: Subject): Promise<string[]> {
  if (!prediction?.lookup) return [];
  const digest = await fileDigest(prediction.lookup.files);
  if (digest === undefined || digest === record.artifactDigest) return [];
  return ['Its table is not the one that was registered: the digest differs.'];
}

interface Counted {
  subject: Subject;
  spec: MonitorSpec;
  counts: Comparison;
  figures: Figures;
}

function countProblems({ subject, spec, counts, figures }: Counted): { problems: string[]; slots: Record<string, Fact> } {
  const of = counts.versions[String(subject.version)]!;
  const share = (count: number) => (counts.rows === 0 ? 0 : count / counts.rows);
  const rows = figures.state({
    measure: 'rows',
    value: counts.rows,
    unit: 'count',
    columns: [spec.source.time],
    method: 'count(*)',
  });
  const unseen = figures.state({
    measure: 'fallback-share',
    value: share(of.fallback),
    unit: 'share',
    columns: ['prediction'],
    method: 'fallback ÷ rows',
  });
  const slots: Record<string, Fact> = { rows, unseen };
  const problems: string[] = [];
  const outcome = errorKind(spec) === 'unknown' ? {} : { [spec.outcome.name]: counts.unlabelled };
  const empty = { ...counts.missing, ...outcome, prediction: of.unpredicted };
  const [worst, count] = Object.entries(empty).reduce((one, other) => (other[1] > one[1] ? other : one));
  if (share(count) > spec.thresholds.missingShare) {
    slots['missing'] = figures.state({
      measure: 'missing-share',
      about: worst,
      value: share(count),
      unit: 'share',
      columns: [worst],
      method: 'rows without a value ÷ rows',
    });
    problems.push(`In {missing} of the ${subject.model.unitPlural}, ${worst} is empty.`);
  }
  if (unseen.value > spec.gains.unseen) problems.push('For {unseen} it has no answer of its own.');
  return { problems, slots };
}
