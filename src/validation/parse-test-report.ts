import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { readXml } from './read-xml.ts';

export const maxReportBytes = 1_000_000;
export const maxTests = 10_000;
const maxFailures = 100;
const maxMessage = 500;
const maxName = 300;

export interface TestReport {
  total: number;
  /** Failures and errors. */
  failed: number;
  skipped: number;
  /** The first hundred. */
  failures: { name: string; message: string }[];
}

interface Test {
  name: string;
  state: 'passed' | 'failed' | 'skipped';
  message: string;
}

/**
 * Reads the results of somebody's tests: JUnit XML, or JSON `{"tests": [{"name", "state": passed | failed | skipped,
 * "message"?}]}`. Throws `invalid` naming line or field, `too-large` above 1 MB or 10,000 tests.
 */
export function parseTestReport(format: 'junit' | 'json', text: string): TestReport {
  if (Buffer.byteLength(text) > maxReportBytes) {
    throw new LeewayError(
      'too-large',
      'A test report may have at most 1 MB. Leave the tests’ output out, or send suites apart.',
      {
        field: 'text',
      },
    );
  }
  const tests = format === 'junit' ? junitTests(text) : jsonTests(text);
  const failed = tests.filter(({ state }) => state === 'failed');
  return {
    total: tests.length,
    failed: failed.length,
    skipped: tests.filter(({ state }) => state === 'skipped').length,
    failures: failed.slice(0, maxFailures).map(({ name, message }) => ({ name, message: message.slice(0, maxMessage) })),
  };
}

const tooMany = () =>
  new LeewayError('too-large', `A test report may have at most ${maxTests} tests. Send suites apart.`, { field: 'text' });

/** The schema that test runners agree on: testsuites > testsuite > testcase > failure, error, skipped. */
function junitTests(text: string): Test[] {
  const tests: Test[] = [];
  let current: Test | undefined;
  let root: string | undefined;
  for (const event of readXml(text)) {
    if (event.kind === 'open') {
      root ??= event.name;
      if (root !== 'testsuites' && root !== 'testsuite') {
        throw new LeewayError(
          'invalid',
          `The report begins with ${root.slice(0, 40)}; JUnit XML begins with testsuites or testsuite.`,
          {
            field: `text:${event.line}`,
          },
        );
      }
      if (event.name === 'testcase') {
        if (current)
          throw new LeewayError('invalid', `Line ${event.line}: a testcase within a testcase.`, { field: `text:${event.line}` });
        current = testOf(event.attributes, event.line);
        if (tests.push(current) > maxTests) throw tooMany();
      } else if (current && (event.name === 'failure' || event.name === 'error')) {
        current.state = 'failed';
        current.message ||= event.attributes['message'] ?? '';
      } else if (current && event.name === 'skipped' && current.state === 'passed') current.state = 'skipped';
    } else if (event.kind === 'close') {
      if (event.name === 'testcase') current = undefined;
    } else if (current?.state === 'failed') current.message ||= event.text.trim().slice(0, maxMessage);
  }
  return tests;
}

function testOf({ name, classname }: Record<string, string>, line: number): Test {
  if (!name) throw new LeewayError('invalid', `Line ${line}: a testcase without a name.`, { field: `text:${line}` });
  return { name: (classname ? `${classname} ${name}` : name).slice(0, maxName), state: 'passed', message: '' };
}

const jsonReport = z.strictObject({
  tests: z.array(
    z.strictObject({
      name: z.string().min(1).max(maxName),
      state: z.enum(['passed', 'failed', 'skipped']),
      message: z.string().max(100_000).default(''),
    }),
  ),
});

function jsonTests(text: string): Test[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LeewayError('invalid', 'The report is no JSON.', {
      field: 'text',
      hint: 'Send {"tests": [{"name": …, "state": "passed"}]}.',
      cause,
    });
  }
  const parsed = jsonReport.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.map(String).join('.');
    throw new LeewayError('invalid', `${field || 'The report'}: ${issue.message}`, { field: `text.${field}` });
  }
  if (parsed.data.tests.length > maxTests) throw tooMany();
  return parsed.data.tests;
}
