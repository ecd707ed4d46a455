import { fontFile } from './rasterise.ts';

type Weight = 'regular' | 'bold';
interface Metrics {
  advance: (codePoint: number) => number;
  unitsPerEm: number;
}
const loaded = new Map<Weight, Metrics>();

/** Width of a line of Inter in pixels, without kerning. Vega only guesses widths where there is no canvas. */
export function textWidth(text: string, fontPx: number, weight: Weight): number {
  const metrics = loaded.get(weight) ?? read(fontFile(weight));
  loaded.set(weight, metrics);
  let units = 0;
  for (const character of text) units += metrics.advance(character.codePointAt(0)!);
  return (units / metrics.unitsPerEm) * fontPx;
}

/** Reads the tables head, hhea, hmtx and cmap (format 4) of a TrueType file: OpenType specification 1.9. */
function read(file: Uint8Array): Metrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const entry = 12 + index * 16;
    tables.set(String.fromCodePoint(...file.subarray(entry, entry + 4)), view.getUint32(entry + 8));
  }
  const at = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new Error(`the font has no table ${name}`);
    return offset;
  };
  const longMetrics = view.getUint16(at('hhea') + 34);
  const glyph = glyphFinder(view, at('cmap'));
  const hmtx = at('hmtx');
  return {
    unitsPerEm: view.getUint16(at('head') + 18),
    advance: (codePoint) => view.getUint16(hmtx + 4 * Math.min(glyph(codePoint), longMetrics - 1)),
  };
}

function glyphFinder(view: DataView, cmap: number): (codePoint: number) => number {
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => cmap + view.getUint32(cmap + 8 + index * 8));
  const table = subtables.find((offset) => view.getUint16(offset) === 4);
  if (table === undefined) throw new Error('the font has no character map of format 4');
  const twice = view.getUint16(table + 6);
  const [ends, starts] = [table + 14, table + 16 + twice];
  const [deltas, offsets] = [starts + twice, starts + 2 * twice];
  return (codePoint) => {
    for (let segment = 0; segment < twice; segment += 2) {
      if (codePoint > view.getUint16(ends + segment)) continue;
      const start = view.getUint16(starts + segment);
      if (codePoint < start) return 0;
      const delta = view.getUint16(deltas + segment);
      const offset = view.getUint16(offsets + segment);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const found = view.getUint16(offsets + segment + offset + 2 * (codePoint - start));
      return found === 0 ? 0 : (found + delta) & 0xffff;
    }
    return 0;
  };
}
