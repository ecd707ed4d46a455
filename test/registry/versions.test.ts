import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModel } from '../../src/registry/read-model.ts';
import { recordDeployment } from '../../src/registry/record-deployment.ts';
import { registerVersion } from '../../src/registry/register-version.ts';
import { setAlias } from '../../src/registry/set-alias.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { aVersion, digestOf, flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`versions on ${kind}`, () => {
    const test = useDatabase(kind);
    const priya = () => test.ctx({ id: 'priya', name: 'Priya', roles: ['data-scientist'], teams: ['network-operations'] });
    beforeEach(async () => {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay);
    });
    afterEach(() => test.clear());

    it('may be told later who built them and with what, once', async () => {
      await registerVersion(priya(), aVersion());
      const told = { builtById: 'priya', environmentSpec: 'package-lock.json', environmentDigest: digestOf('e') };
      expect(await registerVersion(priya(), aVersion(told))).toEqual({ number: 1, change: 'described' });
      expect(await registerVersion(priya(), aVersion())).toEqual({ number: 1, change: 'none' });
      const other = registerVersion(priya(), aVersion({ ...told, builtById: 'tom' }));
      await expect(other).rejects.toMatchObject({ code: 'conflict', field: 'builtById' });
      expect((await readModel(test.ctx(), 'flight-delay')).versions).toMatchObject([told]);
    });

    it('are numbered in order, kept as registered, and audited with their digests', async () => {
      expect(await registerVersion(priya(), aVersion())).toEqual({ number: 1, change: 'registered' });
      expect(await registerVersion(priya(), aVersion({ artifactDigest: digestOf('b') }))).toEqual({
        number: 2,
        change: 'registered',
      });
      const record = await readModel(test.ctx(), 'flight-delay');
      expect(record.versions.map((one) => one.number)).toEqual([2, 1]);
      const { modelId: _modelId, ...registered } = aVersion();
      expect(record.versions[1]).toMatchObject({ ...registered, registeredById: 'priya' });
      expect(await auditEntries(test.system())).toMatchObject([
        {
          verb: 'registry.register-version',
          subject: 'model:flight-delay',
          actor: { id: 'priya' },
          detail: { version: 1, artifactDigest: digestOf('a') },
        },
        { detail: { version: 2 } },
      ]);
    });

    it('are the same version when the same artifact is registered again', async () => {
      await registerVersion(priya(), aVersion());
      expect(await registerVersion(priya(), aVersion())).toEqual({ number: 1, change: 'none' });
      expect(await registerVersion(priya(), aVersion({ number: 1 }))).toEqual({ number: 1, change: 'none' });
      expect(await auditEntries(test.system())).toHaveLength(1);
    });

    it('never change: other data, artifact or figures under the same number are a conflict', async () => {
      await registerVersion(priya(), aVersion());
      const [metric] = aVersion().metrics!;
      for (const other of [
        aVersion({ number: 1, artifactDigest: digestOf('c') }),
        aVersion({ dataEnd: '2001-03-01' }),
        aVersion({ metrics: [{ ...metric!, value: 3 }] }),
        aVersion({ number: 2 }),
      ]) {
        await expect(registerVersion(priya(), other)).rejects.toMatchObject({ code: 'conflict' });
      }
      expect((await readModel(test.ctx(), 'flight-delay')).versions).toMatchObject([
        { number: 1, artifactDigest: digestOf('a'), dataEnd: '2001-02-01' },
      ]);
    });

    it('take figures about other windows and better words later on', async () => {
      await registerVersion(priya(), aVersion());
      const [metric] = aVersion().metrics!;
      const later = { ...metric!, periodStart: '2001-02-12', periodEnd: '2001-02-19', value: 19.4 };
      expect(await registerVersion(priya(), aVersion({ description: 'January', metrics: [later] }))).toEqual({
        number: 1,
        change: 'described',
      });
      const [version] = (await readModel(test.ctx(), 'flight-delay')).versions;
      expect(version).toMatchObject({ description: 'January', metrics: [{ value: 17.5 }, { value: 19.4 }] });
    });

    it('cannot get a number below the newest, nor a figure without period, population and assumptions', async () => {
      await registerVersion(priya(), aVersion({ number: 3 }));
      await expect(registerVersion(priya(), aVersion({ number: 2, artifactDigest: digestOf('b') }))).rejects.toThrow(
        'is 4, not 2',
      );
      const { assumptions: _assumptions, ...bare } = aVersion().metrics![0]!;
      const without = aVersion({ metrics: [bare as never], artifactDigest: digestOf('e') });
      await expect(registerVersion(priya(), without)).rejects.toMatchObject({ code: 'invalid', field: 'metrics.0.assumptions' });
    });

    it('are refused to an engineer of another team, and to a reader', async () => {
      const stranger = test.ctx({ id: 'ann', roles: ['engineer'], teams: ['finance'] });
      await expect(registerVersion(stranger, aVersion())).rejects.toMatchObject({ code: 'forbidden' });
      await expect(
        registerVersion(test.ctx({ roles: ['expert'], teams: ['network-operations'] }), aVersion()),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await registerVersion(priya(), aVersion());
      await expect(setAlias(stranger, { modelId: 'flight-delay', alias: 'champion', version: 1 })).rejects.toMatchObject({
        code: 'forbidden',
      });
      const deploy = recordDeployment(stranger, { modelId: 'flight-delay', environment: 'production', version: 1 });
      await expect(deploy).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('are pointed at by aliases that move, audited with before and after', async () => {
      await registerVersion(priya(), aVersion());
      await registerVersion(priya(), aVersion({ artifactDigest: digestOf('b') }));
      const champion = { modelId: 'flight-delay', alias: 'champion' };
      await setAlias(priya(), { ...champion, version: 1 });
      await setAlias(priya(), { ...champion, version: 1 });
      expect(await setAlias(priya(), { ...champion, version: 2 })).toEqual({ before: 1 });
      expect(await readModel(test.ctx(), 'flight-delay')).toMatchObject({
        aliases: [{ alias: 'champion', version: 2 }],
        servingVersion: 2,
      });
      expect((await auditEntries(test.system())).slice(2).map((one) => one.detail)).toEqual([
        { alias: 'champion', before: null, after: 1 },
        { alias: 'champion', before: 1, after: 2 },
      ]);
      await expect(setAlias(priya(), { ...champion, version: 9 })).rejects.toMatchObject({
        code: 'not-found',
        hint: 'Register the version first.',
      });
    });

    it('run in environments, with what ran before', async () => {
      await registerVersion(priya(), aVersion());
      await registerVersion(priya(), aVersion({ artifactDigest: digestOf('b') }));
      const production = { modelId: 'flight-delay', environment: 'production' };
      await recordDeployment(priya(), { ...production, version: 1 });
      await recordDeployment(priya(), { ...production, version: 1 });
      await recordDeployment({ ...priya(), now: new Date('2001-03-06T00:00:00Z') }, { ...production, version: 2 });
      const record = await readModel(test.ctx(), 'flight-delay');
      expect(record.running).toEqual([{ environment: 'production', version: 2 }]);
      expect(record.deployments).toMatchObject([
        { version: 2, until: null },
        { version: 1, until: new Date('2001-03-06T00:00:00Z') },
      ]);
      await recordDeployment(priya(), { ...production, version: null });
      expect((await readModel(test.ctx(), 'flight-delay')).running).toEqual([]);
      expect((await auditEntries(test.system())).filter((one) => one.verb === 'registry.record-deployment')).toHaveLength(3);
    });
  });
}

describe('ten registrations at once', () => {
  const test = useDatabase('postgres');
  it('of one artifact make one version; of ten artifacts ten numbers without gaps', async () => {
    await putModels(test.system(), flightDelay);
    const admin = test.ctx();
    const same = await Promise.all(Array.from({ length: 10 }, () => registerVersion(admin, aVersion())));
    expect(same.map((one) => one.number)).toEqual(Array(10).fill(1));
    expect(same.filter((one) => one.change === 'registered')).toHaveLength(1);
    const ten = await Promise.all(
      Array.from('0123456789').map((digit) => registerVersion(admin, aVersion({ artifactDigest: digestOf(digit) }))),
    );
    expect(ten.map((one) => one.number).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
