/** Breaks a text into lines no wider than `maxPx`, between words where it can and inside a word that is wider than a line. */
export function wrapText(text: string, maxPx: number, width: (line: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => split(whole, maxPx, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width(longer) > maxPx) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** The same number of lines, of nearly equal width, so that no single word is left over. */
export function wrapBalanced(text: string, maxPx: number, width: (line: string) => number): string[] {
  let best = wrapText(text, maxPx, width);
  for (let narrowPx = maxPx - 10; narrowPx > maxPx / 2; narrowPx -= 10) {
    const lines = wrapText(text, narrowPx, width);
    if (lines.length > best.length) break;
    best = lines;
  }
  return best;
}

/** Shortens a text to `maxPx`; the last character says that it was shortened. */
export function shorten(text: string, maxPx: number, width: (line: string) => number): string {
  if (width(text) <= maxPx) return text;
  const kept = Array.from(new Intl.Segmenter('en').segment(text), (part) => part.segment);
  while (kept.length > 0 && width(`${kept.join('')}…`) > maxPx) kept.pop();
  return `${kept.join('').trimEnd()}…`;
}

function split(word: string, maxPx: number, width: (line: string) => number): string[] {
  const parts = [''];
  for (const character of word) {
    const longer = `${parts.at(-1)!}${character}`;
    if (longer.length > 1 && width(longer) > maxPx) parts.push(character);
    else parts[parts.length - 1] = longer;
  }
  return parts;
}
