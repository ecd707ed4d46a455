import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import type { Anchor } from '../../src/audit/anchors.ts';
import { readHeadWithMarks } from '../../src/audit/read-entries.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { writePack } from '../../src/commands/write-pack.ts';
import { dutiesReport } from '../../src/evidence/duties-report.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { exportPack, type PackFile } from '../../src/evidence/export-pack.ts';
import { readModelDocument } from '../../src/evidence/model-record.ts';
import { toMarkdown } from '../../src/evidence/document-markdown.ts';
import { noteVersion } from '../../src/registry/note-version.ts';
import { sha256 } from '../../src/shared/ids.ts';
import { refusal, start, useBench } from '../approvals/fixture.ts';

describe('an evidence pack', () => {
  const bench = useBench();
  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));
  const later = '2001-06-20T14:00:00Z';
  const stretch = { modelId: 'flight-delay', from: '2001-06-18', to: '2001-06-19' };

  /** A decision with all that belongs to it: one attempt refused, two votes, the card as it was sent. */
  async function decide(): Promise<string> {
    const id = await bench.request('priya', { reason: 'January is long ago' });
    await refusal(bench.vote('priya', id));
    await send(id);
    await bench.vote('dana', id, { reason: 'gates matter more' });
    await bench.vote('tom', id);
    return id;
  }
  /** What the sender keeps of a card once Slack has it. */
  async function send(requestId: string): Promise<void> {
    const payload = JSON.stringify({ text: `Request ${requestId}: January is long ago` });
    await bench.database.db.execute(
      sql`update outbox_message set state = 'sent', payload = ${payload}, payload_hash = ${sha256(payload)}, revision = 1
        where kind in ('card', 'card-letter') and updates is null`,
    );
  }
  async function anchors(): Promise<Anchor[]> {
    const { seq, hash, marks } = await readHeadWithMarks(bench.system(), 0);
    return [{ seq, hash, marks, where: 'the audit channel' }];
  }
  const grace = (now = later) => bench.as('grace', now);
  const pack = async () => exportPack(await grace(), stretch, await anchors());

  function unpack(files: PackFile[]): string {
    const folder = mkdtempSync(join(tmpdir(), 'pack-'));
    folders.push(folder);
    writePack(folder, { lines: [], files });
    return folder;
  }
  const check = (folder: string) =>
    new Promise<{ code: number; out: string; faults: string[] }>((resolve) => {
      execFile(process.execPath, ['verify.mjs'], { cwd: folder }, (error, out, err) =>
        resolve({ code: error ? 1 : 0, out, faults: err.split('\n').filter(Boolean) }),
      );
    });

  it('is checked by its own script, without Leeway', async () => {
    await decide();
    expect(await check(unpack(await pack()))).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 anchors in this stretch') as string,
    });
  });

  it('says who decided in which seat, what was refused and why, and what people said', async () => {
    await decide();
    const page = (await pack()).find((one) => one.name === 'evidence.html')!.text;
    for (const said of [
      'approved by Dana as business',
      'approved by Tom as engineering',
      'Priya tried to approve request 1',
      'you made this request',
      'January is long ago',
      'gates matter more',
      'Nobody decided on a request of their own',
      'held against one anchor outside the database',
    ])
      expect(page).toContain(said);
  });

  it.each([
    [
      'a text of the chain',
      'audit.jsonl',
      (text: string) => text.replace('approvals.approve', 'approvals.refuse_'),
      /entry \d+ does not follow/,
    ],
    [
      'an entry taken out',
      'audit.jsonl',
      (text: string) => text.replace(/^.*approvals\.refused.*\n/m, ''),
      /is missing|does not follow/,
    ],
    ['a card', 'messages.jsonl', (text: string) => text.replace('January', 'February'), /is not what was sent/],
    [
      'an anchor',
      'anchors.jsonl',
      (text: string) => text.replace(/"hash":"...../, '"hash":"00000'),
      /is not the one that was anchored/,
    ],
  ])('shows that %s was changed, also where the checksums were made anew', async (_what, name, change, fault) => {
    await decide();
    const folder = unpack(await pack());
    const before = readFileSync(join(folder, name), 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(join(folder, name), after);
    expect((await check(folder)).faults.join('\n')).toContain(`${name} was changed`);
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').replace(sha256(before), sha256(after));
    writeFileSync(join(folder, 'SHA256SUMS'), sums);
    const found = await check(folder);
    expect(found).toMatchObject({ code: 1 });
    expect(found.faults.join('\n')).toMatch(fault);
  });

  it('has the report on duties in it, which is printed alone too', async () => {
    await decide();
    const report = toMarkdown(await dutiesReport(await grace(), { from: '2001-06-18', to: '2001-06-19' }));
    expect(report).toMatch(/approved by Dana as business/);
    expect(report).toMatch(/Priya tried to approve request 1/);
    const before = toMarkdown(
      await dutiesReport(await grace(), { modelId: 'flight-delay', from: '2001-06-01', to: '2001-06-02' }),
    );
    expect(before).toContain('No attempt was refused in this time.');
    expect((await refusal(dutiesReport(await bench.as('dana'), { from: '2001-06-18', to: '2001-06-19' }))).code).toBe(
      'forbidden',
    );
  });

  it('is not written over anything', async () => {
    const files = await pack();
    const folder = unpack(files);
    appendFileSync(join(folder, 'mine.txt'), 'x');
    expect(() => writePack(folder, { lines: [], files })).toThrow('is not empty');
  });

  it('is for compliance, of days in their order, and leaves an entry of its own', async () => {
    expect((await refusal(exportPack(await bench.as('tom'), stretch, []))).code).toBe('forbidden');
    expect(await refusal(exportPack(await grace(), { ...stretch, to: '2001-06-01' }, []))).toMatchObject({
      code: 'invalid',
      field: 'to',
    });
    expect(await refusal(exportPack(await grace(), { ...stretch, from: 'June' }, []))).toMatchObject({ field: 'from' });
    await pack();
    expect((await bench.entries('evidence.export'))[0]).toMatchObject({ actor: { id: 'grace' }, subject: 'model:flight-delay' });
  });

  it('of days on which nothing happened says so', async () => {
    const files = await exportPack(await grace(), { ...stretch, from: '2000-01-01', to: '2000-01-02' }, []);
    expect(files.find((one) => one.name === 'evidence.html')!.text).toContain('Nothing was asked for or decided in this time.');
    expect((await check(unpack(files))).code).toBe(0);
  });

  describe('after a person’s words were erased', () => {
    it('has no word of theirs, still checks, and still says what they decided', async () => {
      await decide();
      expect(await eraseWords(await grace(start), { personId: 'priya' })).toMatchObject({ name: 'Priya' });
      await eraseWords(await grace(start), { personId: 'dana' });
      const files = await pack();
      const all = files.map((one) => one.text).join('\n');
      expect(all).not.toMatch(/January is long ago|gates matter more/);
      expect(all).toContain('approved by Dana as business');
      // Erased is not the same as never given: an auditor reads which.
      const page = files.find((one) => one.name === 'evidence.html')!.text;
      expect(page).toMatch(/<td>Reason<\/td><td>\(words that were given and then erased/);
      expect(await check(unpack(files))).toMatchObject({ code: 0 });
      expect(await verifyAudit(bench.system(), await anchors())).toMatchObject({ whole: true });
    });

    it('is for compliance alone and for a person that there is', async () => {
      expect((await refusal(eraseWords(await bench.as('tom'), { personId: 'priya' }))).code).toBe('forbidden');
      expect((await refusal(eraseWords(await grace(), { personId: 'nobody' }))).code).toBe('not-found');
    });
  });

  it('stands beside the model’s record: purpose, owners, versions, notes, where it ran', async () => {
    await noteVersion(await bench.as('priya'), { modelId: 'flight-delay', version: 3, words: 'Snow days mislead it.' });
    const record = toMarkdown(await readModelDocument(await bench.as('grace'), 'flight-delay', 'America/Chicago'));
    for (const said of [
      '# Flight Delay: model record',
      '| business | Dana |',
      '## Version 3',
      'Snow days mislead it.',
      '| production | 1 |',
      'not recorded',
    ])
      expect(record).toContain(said);
  });
});
