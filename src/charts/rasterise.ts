import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { assertInk } from './ink.ts';

const require = createRequire(import.meta.url);
const fontFiles = {
  regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
};
export const fontFile = (weight: 'regular' | 'bold'): Uint8Array => readFileSync(fontFiles[weight]);

const zoom = 2;
let ready: Promise<void> | undefined;
let fonts: Uint8Array[] | undefined;

/** SVG → PNG at twice its size, with our own fonts only. Throws when the picture lacks the marks (or the text) it should show. */
export async function rasterise(
  svg: string,
  expected: { text: boolean },
): Promise<{ png: Uint8Array; widthPx: number; heightPx: number }> {
  ready ??= initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  await ready;
  fonts ??= [fontFile('regular'), fontFile('bold')];
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    background: '#ffffff',
    font: { fontBuffers: fonts, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  // Without free() the module keeps about one pixel buffer a picture for good.
  try {
    const image = resvg.render();
    try {
      assertInk(image.pixels, expected);
      return { png: image.asPng(), widthPx: image.width, heightPx: image.height };
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}
