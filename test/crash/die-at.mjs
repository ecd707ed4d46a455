// Preloaded into a real Leeway: it dies by SIGKILL at the step that the file DIE_AT names. Of several processes that share
// the file, the first to get there dies, and the others go on.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, renameSync } from 'node:fs';

const file = process.env.DIE_AT ?? '';

function wanted() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Nobody is to die.
    return undefined;
  }
}

subscribe('leeway:digest', (reached) => {
  if (/** @type {{ step: string }} */ (reached).step !== wanted()) return;
  try {
    renameSync(file, `${file}.done`);
  } catch {
    // Another process was first.
    return;
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal is the last thing that happens here.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
