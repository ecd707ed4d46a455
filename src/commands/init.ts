import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseLeewayFile } from '../apply/parse-file.ts';
import { draftFile, type Draft, type InitWishes, type Talk } from '../init/draft-file.ts';
import { idOf, pluralOf, wordsIn } from '../init/names.ts';
import { unitOf } from '../init/units.ts';
import { writeFile, type FileNames } from '../init/write-file.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';
import { assertZone, dayIn } from '../shared/period.ts';

export interface InitOptions extends Omit<InitWishes, 'today'> {
  out: string;
  force: boolean;
  model: string | undefined;
  title: string | undefined;
  /** What one row is, in the plural. */
  rows: string | undefined;
  unit: string | undefined;
  organisation: string | undefined;
  zone: string | undefined;
  user: string;
}

export interface Written {
  draft: Draft;
  names: FileNames;
  text: string;
}

/**
 * Reads a file, settles what its columns are and writes leeway.yml, which is checked as `apply` would check it. Throws
 * `conflict` where that file is there already, before anything is read.
 */
export async function initFile(options: InitOptions, talk: Talk, signal?: AbortSignal): Promise<Written> {
  if (existsSync(options.out) && !options.force)
    throw new LeewayError('conflict', `${options.out} is there already, and nothing was changed.`, {
      field: '--out',
      hint: 'Write another file with --out, or over this one with --force.',
    });
  const zone = assertZone(options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC', '--zone');
  const draft = await draftFile({ ...options, today: dayIn(zone, new Date()) }, talk, signal);
  const names: FileNames = {
    out: options.out,
    organisation: options.organisation ?? 'My organisation',
    zone,
    ...modelNames(options, draft),
    row: rowNames(options.rows, draft),
    unit: (options.unit ?? unitOf(draft.label?.column ?? '')).slice(0, 20),
    person: { id: idOf(options.user) || 'me', name: options.user.slice(0, 120) || 'Me' },
    digest: await digestOf(draft),
  };
  const text = writeFile(draft, names);
  parseLeewayFile(text, options.out);
  try {
    writeFileSync(options.out, text, options.force ? {} : { flag: 'wx' });
  } catch (cause) {
    throw new LeewayError('config', `${options.out} cannot be written (${messageOf(cause)}).`, { field: '--out', cause });
  }
  return { draft, names, text };
}

function modelNames({ model, title }: InitOptions, { found }: Draft): { modelId: string; modelTitle: string } {
  const stem = basename(found.count > 1 ? resolve(found.first, '..') : found.first).replace(
    /\.(parquet|pq|csv|tsv|txt)(\.gz)?$/i,
    '',
  );
  const modelId = model ?? (idOf(stem) || 'my-model');
  const words = wordsIn(stem).join(' ').slice(0, 100) || modelId;
  return { modelId, modelTitle: title ?? (model ? titled(wordsIn(model).join(' ')) : titled(words)) };
}

const titled = (words: string): string => words.replace(/^\p{L}/u, (letter) => letter.toUpperCase());

/** Rows are named after their id where each has its own: `order_id` makes orders. */
function rowNames(given: string | undefined, { id, rows }: Draft): { singular: string; plural: string } {
  if (given) return { singular: given.replace(/s$/, '').slice(0, 40) || given, plural: given.slice(0, 40) };
  const word = id?.certainty === 'sure' && rows > 0 ? wordsIn(id.column).slice(0, -1).join(' ') : '';
  return /^[a-z ]{3,30}$/.test(word) && word !== 'row'
    ? { singular: word, plural: pluralOf(word) }
    : { singular: 'row', plural: 'rows' };
}

/** SHA-256 of the first file, which a version of the model names: what it was when it was read. */
async function digestOf({ found }: Draft): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(found.first)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Where the model's own database is kept: a new folder, so that no other installation is touched. */
export function freshDirectory(modelId: string): string {
  for (let copy = 1; copy <= 100; copy++) {
    const folder = `./.leeway-${modelId}${copy === 1 ? '' : `-${copy}`}`;
    if (isFresh(folder)) return folder;
  }
  throw new LeewayError('conflict', `There are a hundred folders called .leeway-${modelId} already.`, {
    hint: 'Name one with --data.',
  });
}

/** A database that is there belongs to something else. */
export function assertFresh(folder: string): string {
  if (isFresh(folder)) return folder;
  throw new LeewayError('conflict', `${folder} holds a Leeway already, and its clock cannot be turned back.`, {
    field: '--data',
    hint: 'Name a new folder with --data, or add the model to that one with leeway apply.',
  });
}

const isFresh = (folder: string) => !existsSync(folder) || readdirSync(folder).length === 0;

/** Talks on a terminal: progress in place, questions with a guess. Elsewhere each line stands for itself. */
export function createTalk(interactive: boolean, output: NodeJS.WriteStream = process.stderr): Talk & { done(): void } {
  const inPlace = output.isTTY;
  let shown = '';
  const clear = () => {
    if (inPlace && shown) output.write('\r\u001B[2K');
    shown = '';
  };
  const reader = interactive ? createInterface({ input: process.stdin, output }) : undefined;
  return {
    say(line) {
      clear();
      output.write(`${line}\n`);
    },
    progress(line) {
      clear();
      shown = line;
      output.write(inPlace ? line : `${line}\n`);
    },
    ...(reader
      ? {
          ask: async (question: string, guess: string | undefined) => {
            clear();
            return reader.question(`${question} [${guess ?? 'none'}] `);
          },
        }
      : {}),
    done() {
      clear();
      reader?.close();
    },
  };
}
