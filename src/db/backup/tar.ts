import { LeewayError } from '../../shared/errors.ts';

const blockBytes = 512;
const maxNameBytes = 100;
const maxFileBytes = 8 * 1024 ** 3 - 1;

export interface Entry {
  /** With slashes between, without one in front; of a folder with one at the end. */
  name: string;
  bytes: number;
}

/**
 * The block before an entry's content, as POSIX' ustar has it
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html).
 */
export function headerOf({ name, bytes }: Entry): Buffer {
  if (Buffer.byteLength(name) > maxNameBytes || bytes > maxFileBytes)
    throw new LeewayError('too-large', `${name} cannot be put into a backup: its name or the file is too long.`);
  const block = Buffer.alloc(blockBytes);
  const isFolder = name.endsWith('/');
  block.write(name, 0);
  block.write(`${octal(isFolder ? 0o700 : 0o600, 7)}\0`, 100);
  block.write(`${octal(0, 7)}\0${octal(0, 7)}\0`, 108);
  block.write(`${octal(bytes, 11)}\0${octal(0, 11)}\0`, 124);
  block.write(' '.repeat(8), 148);
  block.write(isFolder ? '5' : '0', 156);
  block.write('ustar\0' + '00', 257);
  block.write(`${octal(sumOf(block), 6)}\0 `, 148);
  return block;
}

/** What fills the last block of an entry's content. */
export const paddingOf = (bytes: number): Buffer => Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);

/** Two empty blocks end it. */
export const endOfArchive = (): Buffer => Buffer.alloc(2 * blockBytes);

/** An entry and its content, which is to be read before the next one is asked for. */
export interface Unpacked extends Entry {
  content(): AsyncGenerator<Buffer>;
}

/** Reads what `headerOf` wrote, piece by piece. Throws `invalid` for anything else, and where it breaks off. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<Unpacked> {
  const take = reader(source);
  for (;;) {
    const header = await exactly(take, blockBytes);
    if (header.every((byte) => byte === 0)) return;
    if (!header.subarray(257, 262).equals(Buffer.from('ustar')) || !sumFits(header)) throw damaged();
    const name = header.subarray(0, maxNameBytes).toString('utf8').replace(/\0.*$/s, '');
    const bytes = Number.parseInt(header.subarray(124, 135).toString('latin1'), 8);
    yield {
      name,
      bytes,
      async *content() {
        for (let left = bytes; left > 0;) {
          const piece = await take(left);
          if (piece.length === 0) throw damaged();
          left -= piece.length;
          yield piece;
        }
      },
    };
    await exactly(take, paddingOf(bytes).length);
  }
}

type Take = (atMost: number) => Promise<Buffer>;

/** Hands out what comes, at most so much at once; nothing at the end. */
function reader(source: AsyncIterable<Buffer>): Take {
  const pieces = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (atMost) => {
    while (rest.length === 0) {
      const next = await pieces.next();
      if (next.done) return Buffer.alloc(0);
      rest = next.value;
    }
    const taken = rest.subarray(0, atMost);
    rest = rest.subarray(atMost);
    return taken;
  };
}

async function exactly(take: Take, bytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let left = bytes; left > 0;) {
    const piece = await take(left);
    if (piece.length === 0) throw damaged();
    pieces.push(piece);
    left -= piece.length;
  }
  return Buffer.concat(pieces);
}

export const damaged = () =>
  new LeewayError('invalid', 'The file is no backup of Leeway, or it is damaged or incomplete.', {
    field: 'file',
    hint: 'Nothing was changed. Take another backup.',
  });

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');

/** The sum of all bytes, with the sum's own eight as blanks. */
const sumOf = (block: Buffer): number => block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0);

const sumFits = (block: Buffer) => Number.parseInt(block.subarray(148, 154).toString('latin1'), 8) === sumOf(block);
