import { expect, test } from 'vitest';
import { parseTestReport } from '../../src/validation/parse-test-report.ts';

const junit = (text: string) => parseTestReport('junit', text);

test('JUnit XML as runners write it', () => {
  const report = junit(`<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a runner -->
<testsuites tests="5">
  <testsuite name="a">
    <testcase classname="fit" name="is &lt;fast&gt; &amp; &#233;&#x41;" time="0.1"/>
    <testcase name="fails"><failure message="expected 1">at line 3</failure></testcase>
    <testcase name="errs"><error><![CDATA[a < b & c]]></error></testcase>
    <testcase name="skips"><skipped/></testcase>
  </testsuite>
  <testsuite name="b"><testcase name='single "quotes"'><system-out>&gt; said</system-out></testcase></testsuite>
</testsuites>`);
  expect(report).toEqual({
    total: 5,
    failed: 2,
    skipped: 1,
    failures: [
      { name: 'fails', message: 'expected 1' },
      { name: 'errs', message: 'a < b & c' },
    ],
  });
});

test('names keep their characters', () => {
  const [failure] = junit(
    '<testsuite><testcase classname="fit" name="&lt;&#233;&#x41;&gt;"><failure/></testcase></testsuite>',
  ).failures;
  expect(failure).toEqual({ name: 'fit <éA>', message: '' });
});

test.each([
  ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]>\n<testsuite/>', 'text:1'],
  ['an entity of its own', '<testsuite>\n<testcase name="&secret;"/></testsuite>', 'text:2'],
  ['a bare ampersand', '<testsuite><testcase name="a & b"/></testsuite>', 'text:1'],
  ['an element that is left open', '<testsuite>\n\n<testcase name="a">', 'text:3'],
  ['tags that cross', '<testsuite><testcase name="a">\n</testsuite></testcase>', 'text:2'],
  ['two roots', '<testsuite/>\n<testsuite/>', 'text:2'],
  ['another root', '<html/>', 'text:1'],
  ['a testcase without a name', '<testsuite>\n<testcase/></testsuite>', 'text:2'],
  ['an attribute twice', '<testsuite><testcase name="a" name="b"/></testsuite>', 'text:1'],
  ['text that is no XML', 'all passed', 'text:1'],
  ['nothing', ' ', 'text:1'],
  ['a comment without an end', '<testsuite>\n<!-- a <testcase', 'text:2'],
])('%s is refused with its line', (_, text, field) => {
  expect(() => junit(text)).toThrow(expect.objectContaining({ code: 'invalid', field }));
});

test.each([
  ['a megabyte and more', `<testsuite name="${'a'.repeat(1_000_000)}"/>`],
  ['more than ten thousand tests', `<testsuite>${'<testcase name="a"/>'.repeat(10_001)}</testsuite>`],
  ['more than fifty levels', `<testsuite>${'<a>'.repeat(60)}${'</a>'.repeat(60)}</testsuite>`],
])('%s is too large', (_, text) => {
  expect(() => junit(text)).toThrow(expect.objectContaining({ code: 'too-large' }));
});

test('JSON, with the field of what is wrong', () => {
  const tests = [
    { name: 'a', state: 'passed' },
    { name: 'b', state: 'failed', message: 'off by one' },
  ];
  expect(parseTestReport('json', JSON.stringify({ tests }))).toEqual({
    total: 2,
    failed: 1,
    skipped: 0,
    failures: [{ name: 'b', message: 'off by one' }],
  });
  const wrong = JSON.stringify({ tests: [...tests, { name: 'c', state: 'green' }] });
  expect(() => parseTestReport('json', wrong)).toThrow(expect.objectContaining({ code: 'invalid', field: 'text.tests.2.state' }));
  expect(() => parseTestReport('json', '{')).toThrow(expect.objectContaining({ code: 'invalid', field: 'text' }));
});
