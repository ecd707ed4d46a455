import type { Fact } from '../shared/fact.ts';
import type { Figures } from './figures.ts';
import { notRun, type Finding } from './judged.ts';
import type { ReportRow } from './store.ts';

const maxNamed = 3;

/** What the caller's own tests say: the newest report of each suite. */
export function checkTests(reports: readonly ReportRow[], figures: Figures): Finding {
  const sum = (of: (report: ReportRow) => number) => reports.reduce((total, report) => total + of(report), 0);
  const [total, failed, skipped] = [sum((one) => one.total), sum((one) => one.failed), sum((one) => one.skipped)];
  if (total === 0) return notRun('Nobody has sent results of tests of their own.');
  const state = (measure: Fact['measure'], value: number, method: string) =>
    figures.state({ measure, value, unit: 'count', columns: [], method });
  const slots = {
    total: state('tests-total', total, 'tests of the newest report of each suite'),
    failed: state('tests-failed', failed, 'failures and errors of the same reports'),
  };
  const evidence = {
    reports: reports.map((report) => `${report.suite}: ${report.digest}`),
    rule: 'no test fails, and at least one is run',
    method: 'reports as they were uploaded',
  };
  if (failed > 0) {
    // Braces in a test's name are no slots.
    const named = reports
      .flatMap((report) => report.failures.map((failure) => failure.name.replaceAll(/[{}]/g, '')))
      .slice(0, maxNamed);
    return {
      state: 'failed',
      reason:
        total === 1
          ? `The one test failed: ${named.join('')}.`
          : `{failed} of {total} tests failed, ${named.join(', ')} among them.`,
      slots,
      evidence,
    };
  }
  if (skipped === total) return notRun('All of the tests that were sent were skipped.', slots);
  return { state: 'passed', reason: total === 1 ? 'The one test passed.' : '{total} tests, none failed.', slots, evidence };
}
