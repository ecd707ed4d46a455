import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { forgetNotesOf, noteVersion, readVersionNotes } from '../../src/registry/note-version.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { putVersion } from '../../src/registry/put-version.ts';
import { modelInput, versionInput } from '../../src/registry/schemas.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

describe('notes of a version', () => {
  const test = useDatabase('postgres');
  beforeEach(() =>
    write(test.system(), async (w) => {
      await putModel(w, modelInput.parse({ id: 'flight-delay', title: 'Flight Delay', owners: { 'data-science': 'priya' } }));
      await putVersion(w, versionInput.parse({ modelId: 'flight-delay', artifact: 'v1.csv', artifactDigest: 'ab'.repeat(32) }));
    }),
  );
  afterEach(() => test.clear());
  const note = (words: string, more: object = {}) =>
    noteVersion(test.ctx({ id: 'priya', roles: ['data-scientist'], ...more }), { modelId: 'flight-delay', version: 1, words });

  it('are kept in order; the audit holds no word of them', async () => {
    await note('Snow days mislead it.');
    await note('So do strikes.', { now: '2001-03-06T15:00:00Z' });
    const notes = await readVersionNotes(test.ctx(), { modelId: 'flight-delay', version: 1 });
    expect(notes.map((one) => one.words)).toEqual(['Snow days mislead it.', 'So do strikes.']);
    expect(JSON.stringify(await auditEntries(test.system()))).not.toMatch(/Snow|strikes/);
  });

  it('can be erased, and the audit chain still verifies', async () => {
    await note('Snow days mislead it.');
    expect(await write(test.system(), (w) => forgetNotesOf(w, 'priya'))).toBe(1);
    expect((await readVersionNotes(test.ctx(), { modelId: 'flight-delay' }))[0]).toMatchObject({
      personId: 'priya',
      words: null,
    });
    expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true });
  });

  it('are refused from a stranger to the model, for a version that there is not, and when empty', async () => {
    await expect(note('x', { id: 'ana', roles: [] })).rejects.toMatchObject({ code: 'forbidden' });
    const ctx = test.ctx();
    await expect(noteVersion(ctx, { modelId: 'flight-delay', version: 9, words: 'x' })).rejects.toMatchObject({
      code: 'not-found',
      field: 'version',
    });
    await expect(noteVersion(ctx, { modelId: 'flight-delay', version: 1, words: '  ' })).rejects.toMatchObject({
      code: 'invalid',
      field: 'words',
    });
  });
});
