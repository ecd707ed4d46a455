#!/usr/bin/env node
// Node runs the TypeScript sources as they are from 22.18 on. An older one is told so before it meets a type.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  await import('../src/cli.ts');
} else {
  const bundled = 'npm brings its own: run “npm run leeway -- help” in the folder of Leeway.';
  process.stderr.write(`leeway: Node 24 is needed and this is ${process.versions.node}. ${bundled}\n`);
  process.exitCode = 1;
}
