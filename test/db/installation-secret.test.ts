import { describe, expect, it } from 'vitest';
import { installationSecret } from '../../src/db/installation-secret.ts';
import { useDatabase } from '../support/database.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`the installation's secret on ${kind}`, () => {
    const test = useDatabase(kind);
    it('is one, also for processes that ask at once, and stays', async () => {
      const secrets = await Promise.all(Array.from({ length: 8 }, () => installationSecret(test.database.db)));
      expect(new Set([...secrets, await installationSecret(test.database.db)]).size).toBe(1);
      expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    });
  });
}
