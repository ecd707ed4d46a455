import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signLink } from '../../src/http/signed-link.ts';
import { editionPage, key, startHttp } from './fixtures.ts';

const soon = () => new Date(Date.now() + 3_600_000);
const open = (editionId: string, expiresAt = soon(), deps = {}) =>
  startHttp(deps)(`/e/${signLink(key, { editionId, expiresAt })}`);

describe('the web view of an edition', () => {
  it('shows verdict, text, chart with its data, findings, facts, coverage and label', async () => {
    const response = await open('edition-1');
    const text = await response.text();
    expect(response.status).toBe(200);
    for (const said of [
      '<h1>On time fell to 72.9 %: nobody has taken it yet</h1>',
      'Executives · 11–17 June 2001',
      '<strong>On time: 72.9 % of flights.</strong>',
      '<path d="M0,0L10,10"/>',
      'aria-label="On-time share, February to June 2001',
      'not measured',
      'Forecasts missed by more',
      'Where does this come from?',
      'computed Mon 18 June 2001, 08:00',
      '80.9 % the week before',
      'All 116,493 flights counted.',
      'Simulated company, real flights of 2001',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('leads from each sentence to the facts it was made of', async () => {
    const text = await (await open('edition-1')).text();
    expect(text).toMatch(/the target is 80 %\.<sup><a href="#fact-1">1<\/a> <a href="#fact-2">2<\/a>/);
    expect(text).toContain('<tr id="fact-2">');
  });

  it('has no empty headings for what an edition lacks', async () => {
    const quiet = { ...editionPage, findings: [], facts: [], chart: undefined, notice: undefined, coverage: undefined };
    const text = await (await open('edition-1', soon(), { readEdition: async () => quiet })).text();
    expect(text).not.toMatch(/<h2|<figure|<table|class="notice"|class="coverage"|undefined|false/);
  });

  it('escapes what people wrote', async () => {
    const nasty = { ...editionPage, title: '<script>alert(1)</script>', lines: [{ text: '"><img src=x onerror=alert(1)>' }] };
    const text = await (await open('edition-1', soon(), { readEdition: async () => nasty })).text();
    expect(text).not.toMatch(/<script|<img/);
  });

  it('runs nothing, is not stored and is not leaked by a referrer', async () => {
    const response = await open('edition-1');
    const policy = response.headers.get('content-security-policy') ?? '';
    const style = /<style>([\s\S]*)<\/style>/.exec(await response.text())?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toContain('no-store');
  });
});

describe('a link that opens nothing', () => {
  it.each([
    ['forged', 403, () => startHttp()('/e/edition-1.zzzzzz.abc')],
    ['expired', 410, () => open('edition-1', new Date(Date.now() - 1_000))],
    ['to an edition that is gone', 404, () => open('edition-9')],
  ] as const)('%s: says how to get a new one', async (_what, status, get) => {
    const response = await get();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toContain('/leeway digest');
  });

  it('forged: reads no edition', async () => {
    const read: string[] = [];
    const readEdition = async (id: string) => void read.push(id);
    await startHttp({ readEdition: readEdition as never })(`/e/${signLink(key, { editionId: 'edition-1', expiresAt: soon() })}x`);
    expect(read).toEqual([]);
  });
});
