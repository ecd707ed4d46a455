import { colours, lineHeight, sizes } from './theme.ts';
import { textWidth } from './text-width.ts';
import { wrapBalanced } from './wrap-text.ts';

/** A line of text in a picture: `x` and `y` are its left and middle in pixels of the view that draws it. */
export interface Label {
  text: string;
  x: number;
  y: number;
  size: number;
  color: string;
}

/** Title and subtitle at the picture's top left, wrapped to its width; `bottomPx` is where they end. */
export function layTitles(chart: { title: string; subtitle?: string | undefined }): {
  title: Label[];
  subtitle: Label[];
  bottomPx: number;
} {
  const maxPx = sizes.width - 2 * sizes.margin;
  let y = 30;
  const lay = (text: string, size: number, weight: 'regular' | 'bold', color: string): Label[] =>
    wrapBalanced(text, maxPx, (line) => textWidth(line, size, weight)).map((part) => {
      const label = { text: part, x: sizes.margin, y: y + lineHeight(size) / 2, size, color };
      y += lineHeight(size);
      return label;
    });
  const title = lay(chart.title, sizes.title, 'bold', colours.text);
  y += 10;
  const subtitle = lay(chart.subtitle ?? '', sizes.subtitle, 'regular', colours.quietText);
  return { title, subtitle, bottomPx: y };
}

/** The same labels for a view whose corner lies at (`left`, `top`) of the picture. */
export const shift = (labels: readonly Label[], left: number, top: number): Label[] =>
  labels.map((label) => ({ ...label, x: label.x - left, y: label.y - top }));
