// `npm run bench -- <name>` runs test/bench/<name>.ts and prints one JSON line; without a name, the names.
import { readdirSync } from 'node:fs';
import type { Figure } from './figure.ts';

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isFile() && /^[\w-]+\.ts$/.test(entry.name) && !['run.ts', 'figure.ts'].includes(entry.name))
  .map((entry) => entry.name.slice(0, -'.ts'.length))
  .toSorted();
const [name] = process.argv.slice(2);
if (name === undefined) {
  console.log(['Benchmarks: npm run bench -- <name>', ...names.map((one) => `  ${one}`)].join('\n'));
} else if (names.includes(name)) {
  const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<Omit<Figure, 'name'>> };
  console.log(JSON.stringify({ name, ...(await run()) }));
  // Servers and workers that a benchmark leaves behind must not keep the runner.
  process.exit();
} else {
  console.error(`There is no benchmark “${name}”. There are: ${names.join(', ') || 'none'}.`);
  process.exitCode = 1;
}
