import { colours } from './theme.ts';

/** Fewer pixels than this (of a PNG at twice the size) and nobody would see a line, or read a word. */
const minDataPixels = 100;
const minTextPixels = 400;

/** Throws when an RGBA picture shows no data, or no text where there should be some (a font that failed to load draws none). */
export function assertInk(pixels: Uint8Array, expected: { text: boolean }): void {
  const data = countColour(pixels, colours.data);
  if (data < minDataPixels) throw new Error(`the picture is blank (${data} pixels of data)`);
  if (!expected.text) return;
  const text = countColour(pixels, colours.text);
  if (text < minTextPixels) throw new Error(`the picture shows no text (${text} pixels of it)`);
}

/** Pixels of exactly one colour: edges are blended with the background and do not count. */
export function countColour(pixels: Uint8Array, hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  let count = 0;
  for (let index = 0; index + 3 < pixels.length; index += 4) {
    if (pixels[index] === red && pixels[index + 1] === green && pixels[index + 2] === blue && pixels[index + 3] === 255)
      count += 1;
  }
  return count;
}
