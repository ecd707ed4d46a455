// Checks this evidence pack without Leeway: node verify.mjs [folder]. Needs Node 18 or newer and nothing else.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const read = (name) => readFileSync(join(folder, name), 'utf8');
const lines = (name) =>
  existsSync(join(folder, name))
    ? read(name)
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    : [];
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const faults = [];
// 1. The files are those that were packed.
for (const line of read('SHA256SUMS').split('\n').filter(Boolean)) {
  const [hash, name] = line.split('  ');
  if (!existsSync(join(folder, name))) faults.push(`${name} is missing`);
  else if (sha256(readFileSync(join(folder, name))) !== hash) faults.push(`${name} was changed`);
}
// 2. Each entry of the audit chain follows from the one before: hash = SHA-256(previous hash, newline, exact text).
const { firstPrevious } = JSON.parse(read('pack.json'));
let previous = firstPrevious;
let seq;
const hashes = new Map();
for (const entry of lines('audit.jsonl')) {
  if (seq !== undefined && entry.seq !== seq + 1) faults.push(`entry ${seq + 1} is missing`);
  if (sha256(`${previous}\n${entry.body}`) !== entry.hash)
    faults.push(`entry ${entry.seq} does not follow from the one before it`);
  if (JSON.parse(entry.body).seq !== entry.seq) faults.push(`entry ${entry.seq} has another number in its text`);
  hashes.set(entry.seq, entry.hash);
  [previous, seq] = [entry.hash, entry.seq];
}
// 3. The anchors that lie in this stretch. Compare anchors.jsonl itself with the messages in the channel it names.
let anchored = 0;
for (const anchor of lines('anchors.jsonl')) {
  if (!hashes.has(anchor.seq)) continue;
  anchored++;
  if (hashes.get(anchor.seq) !== anchor.hash) faults.push(`entry ${anchor.seq} is not the one that was anchored`);
}

// 4. What was shown: each message's exact payload has the hash that the votes on it name.
const shown = new Set();
for (const message of lines('messages.jsonl')) {
  // A text that was erased at somebody's wish is null; its hash is still what the votes name.
  if (message.payload !== null && sha256(message.payload) !== message.payloadHash)
    faults.push(`message ${message.id} is not what was sent`);
  shown.add(message.payloadHash);
}
for (const vote of lines('votes.jsonl'))
  if (vote.shownHash && !shown.has(vote.shownHash)) faults.push(`what ${vote.personId} saw when voting is not in the pack`);

for (const fault of faults) console.error(`FAULT: ${fault}`);
console.log(`${hashes.size} entries, ${anchored} anchors in this stretch, ${shown.size} messages: ${faults.length} faults.`);
process.exitCode = faults.length === 0 ? 0 : 1;
