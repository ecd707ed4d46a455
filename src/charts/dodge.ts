/**
 * Pushes labels apart: the first keeps its place, each later one goes to the nearest free place between `top` and `bottom`.
 * All in pixels; returns the new centres in the order given.
 */
export function dodge(labels: readonly { y: number; height: number }[], top: number, bottom: number): number[] {
  const placed: { y: number; height: number }[] = [];
  for (const label of labels) {
    const free = (y: number) => placed.every((other) => Math.abs(other.y - y) >= (other.height + label.height) / 2 - 0.01);
    const candidates = [
      label.y,
      ...placed.flatMap((other) => [-1, 1].map((side) => other.y + (side * (other.height + label.height)) / 2)),
    ]
      .filter((y) => free(y) && y >= top && y <= bottom)
      .sort((a, b) => Math.abs(a - label.y) - Math.abs(b - label.y));
    placed.push({ y: candidates[0] ?? label.y, height: label.height });
  }
  return placed.map((label) => label.y);
}
