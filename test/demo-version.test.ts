import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createFits } from '../src/demo-version.ts';

it('what was fitted lies beside the database, and where nothing is kept it goes with the app', async () => {
  expect(await createFits('/data').folder()).toBe('/data/models');
  const fits = createFits('memory:');
  const folder = await fits.folder();
  expect(await fits.folder()).toBe(folder);
  expect(existsSync(folder)).toBe(true);
  await fits.close();
  expect(existsSync(folder)).toBe(false);
});
