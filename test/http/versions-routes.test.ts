import { describe, expect, it } from 'vitest';
import { startValidation } from '../../src/validation/start-validation.ts';
import { write } from '../../src/audit/write.ts';
import { digestOf } from '../support/skyway.ts';
import { useApi } from './api-fixture.ts';

const versions = '/models/flight-delay/versions';
const draft = { artifact: 's3://models/v4.csv', artifactDigest: digestOf('4'), dataStart: '2001-05-01', dataEnd: '2001-06-01' };
const metric = {
  name: 'mae',
  value: 16.2,
  unit: 'minutes',
  periodStart: '2001-06-04',
  periodEnd: '2001-06-11',
  population: 'all 116,594 flights',
  assumptions: 'none was learned from',
};
const junit = `<?xml version="1.0"?><testsuite name="ci"><testcase classname="fit" name="converges"/>
  <testcase name="stays small"><failure message="17 is not below 16"/></testcase></testsuite>`;

describe('registering a version over REST', () => {
  const api = useApi();

  it('gives it the next number, begins its checks, and says where it is', async () => {
    const token = await api.own('priya', 'registry.write');
    const { status, body, headers } = await api.call('POST', versions, { token, body: { ...draft, metrics: [metric] } });
    expect([status, body]).toEqual([201, { model: 'flight-delay', number: 4, change: 'registered' }]);
    expect(headers.get('location')).toBe('/api/v1/models/flight-delay/versions/4');
    const [entry] = await api.entries('registry.register-version');
    expect(entry).toMatchObject({ actor: { id: 'priya' }, subject: 'model:flight-delay', detail: { version: 4 } });
  });

  it('of the same artifact again gives the same version back', async () => {
    const token = await api.service('registry.write');
    const body = { ...draft, builtById: 'paul' };
    expect((await api.call('POST', versions, { token, body })).status).toBe(201);
    const again = await api.call('POST', versions, { token, body });
    expect([again.status, again.body]).toEqual([200, { model: 'flight-delay', number: 4, change: 'none' }]);
    expect(await api.entries('registry.register-version')).toHaveLength(1);
  });

  it('by a program takes who built it, so that they are kept from approving it', async () => {
    const token = await api.service('registry.write');
    for (const builtById of [undefined, 'nobody']) {
      const { status, error } = await api.call('POST', versions, { token, body: { ...draft, builtById } });
      expect([status, error.code, error.field]).toEqual([400, 'invalid', 'builtById']);
    }
    expect(await api.entries('registry.register-version')).toEqual([]);
  });

  it('refuses what contradicts a registered version', async () => {
    const token = await api.own('priya', 'registry.write');
    const { status, error } = await api.call('POST', versions, { token, body: { ...draft, number: 3 } });
    expect([status, error.code]).toEqual([409, 'conflict']);
    expect(error.message).toContain('a version never changes');
  });

  it.each([
    ['a figure without its assumptions', { metrics: [{ ...metric, assumptions: undefined }] }, 'metrics.0.assumptions'],
    ['a period that ends before it begins', { metrics: [{ ...metric, periodEnd: '2001-06-01' }] }, 'metrics.0.periodEnd'],
    ['no digest', { artifactDigest: 'abc' }, 'artifactDigest'],
    ['a day that is none', { dataEnd: 'June' }, 'dataEnd'],
    ['the character zero', { description: 'a\0b' }, 'description'],
  ])('refuses %s and names it', async (_what, wrong, field) => {
    const token = await api.own('priya', 'registry.write');
    const { status, error } = await api.call('POST', versions, { token, body: { ...draft, ...wrong } });
    expect([status, error.code, error.field]).toEqual([400, 'invalid', field]);
  });

  it('is for those who build the model', async () => {
    for (const person of ['olaf', 'dana']) {
      const token = await api.own(person, 'registry.write');
      expect((await api.call('POST', versions, { token, body: draft })).status).toBe(403);
    }
  });

  it('answers 404 for a model that there is not, with what may be meant', async () => {
    const token = await api.own('priya', 'registry.write');
    const { status, error } = await api.call('POST', '/models/flight-dealy/versions', { token, body: draft });
    expect([status, error.code, error.hint]).toEqual([404, 'not-found', 'Did you mean flight-delay?']);
  });
});

describe('a version over REST', () => {
  const api = useApi();

  it('is read with its checks and what people noted', async () => {
    const writer = await api.own('priya', 'registry.note');
    const noted = await api.call('POST', `${versions}/3/notes`, { token: writer, body: { words: 'Fog is not in it.' } });
    expect(noted.status).toBe(201);
    const token = await api.service('registry.read', 'validation.read');
    const { status, body } = await api.call('GET', `${versions}/3`, { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model: 'flight-delay',
      number: 3,
      registeredAt: '2001-06-11T14:00:00.000Z',
      checks: [
        { gate: 'costly-error', state: 'passed' },
        { gate: 'typical-miss', state: 'passed' },
      ],
      comments: [{ id: noted.body['id'], personId: 'priya', words: 'Fog is not in it.' }],
    });
  });

  it('that there is not answers 404; a number that is none 400', async () => {
    const token = await api.service('registry.read', 'validation.read');
    expect((await api.call('GET', `${versions}/9`, { token })).error).toMatchObject({ code: 'not-found', field: 'n' });
    expect((await api.call('GET', `${versions}/latest`, { token })).error).toMatchObject({ code: 'invalid', field: 'n' });
  });

  it('takes no empty note', async () => {
    const token = await api.own('priya', 'registry.note');
    const { status, error } = await api.call('POST', `${versions}/3/notes`, { token, body: { words: ' ' } });
    expect([status, error.field]).toEqual([400, 'words']);
  });
});

describe('results of tests over REST', () => {
  const api = useApi();
  const tests = `${versions}/3/tests/nightly%20run`;
  const xml = { 'content-type': 'application/xml; charset=utf-8' };

  it('come as JUnit XML or JSON, and the check of tests shows them', async () => {
    const validated = api.system();
    await write(validated, (w) => startValidation(w, { modelId: 'flight-delay', version: 3 }));
    const token = await api.service('validation.upload', 'validation.read', 'registry.read');
    const failing = await api.call('PUT', tests, { token, headers: xml, body: junit });
    expect([failing.status, failing.body]).toMatchObject([200, { total: 2, failed: 1, skipped: 0 }]);
    const stateOfTests = async () => {
      const { checks } = (await api.call('GET', `${versions}/3`, { token })).body as {
        checks: { gate: string; state: string }[];
      };
      return checks.find((one) => one.gate === 'tests')?.state;
    };
    expect(await stateOfTests()).toBe('failed');
    const passing = { tests: [{ name: 'converges', state: 'passed' }] };
    expect((await api.call('PUT', tests, { token, body: passing })).body).toMatchObject({ total: 1, failed: 0 });
    expect(await stateOfTests()).toBe('passed');
    const entries = await api.entries('validation.upload-tests');
    expect(entries.map((one) => one.detail['suite'])).toEqual(['nightly run', 'nightly run']);
  });

  it.each([
    ['no XML', xml, '<testsuite', 'text'],
    ['another document', xml, '<html></html>', 'text:1'],
    ['JSON of another shape', {}, '{"tests":[{"name":"a","state":"green"}]}', 'text.tests.0.state'],
    ['nothing', {}, '', ''],
    ['a type that is neither', { 'content-type': 'text/csv' }, 'a,b', 'content-type'],
  ])('refuses %s and names it', async (_what, headers, body, field) => {
    const token = await api.service('validation.upload');
    const { status, error } = await api.call('PUT', tests, { token, headers: headers as Record<string, string>, body });
    expect([status, error.code]).toEqual(field === 'content-type' ? [415, 'unsupported'] : [400, 'invalid']);
    expect(error.field).toContain(field);
  });

  it('of an unknown version answer 404', async () => {
    const token = await api.service('validation.upload');
    expect((await api.call('PUT', `${versions}/9/tests/ci`, { token, headers: xml, body: junit })).status).toBe(404);
  });

  it('beyond 1 MB answer 413, whether or not their size is said', async () => {
    const token = await api.service('validation.upload');
    const large = `<testsuite><testcase name="${'x'.repeat(1_000_001)}"/></testsuite>`;
    const said = await api.call('PUT', tests, {
      token,
      headers: { ...xml, 'content-length': String(large.length) },
      body: large,
    });
    expect([said.status, said.error]).toMatchObject([413, { code: 'too-large', message: 'The body may have at most 1000 kB.' }]);
    expect((await api.call('PUT', tests, { token, headers: xml, body: large })).status).toBe(413);
  });
});
