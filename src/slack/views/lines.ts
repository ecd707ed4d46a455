/** As many of the lines as fit, and how many do not: nothing is left out unsaid. */
export function linesWithin(
  lines: readonly string[],
  maxChars: number,
  more = (left: number): string => `${left} more.`,
): string {
  const shown: string[] = [];
  let room = maxChars - more(lines.length).length - 1;
  for (const line of lines) {
    if (line.length + 1 > room) break;
    room -= line.length + 1;
    shown.push(line);
  }
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [more(left)] : [])].join('\n');
}
