import { canonicalJson } from '../shared/canonical.ts';

const maxShown = 400;
type Leaves = Map<string, unknown>;

/**
 * The lines that say how a policy, rota or deployer changes: each single value, so that whoever agrees to it sees what to.
 * Empty when nothing does. Pure.
 */
export function planWhole(name: string, stored: object | undefined, wanted: object): string[] {
  const [before, after] = [leavesOf(stored ?? {}), leavesOf(wanted)];
  const lines = stored ? [] : [`+ ${name}`];
  for (const [path, value] of after) {
    // Of what is new nobody needs to read what it does not do.
    if (!stored && (isEmpty(value) || value === false)) continue;
    if (!before.has(path)) lines.push(`+ ${name}: ${path} ${sayLeaf(value)}`);
    else if (canonicalJson(before.get(path)) !== canonicalJson(value))
      lines.push(`~ ${name}: ${path} ${sayLeaf(before.get(path))} → ${sayLeaf(value)}`);
  }
  for (const [path, value] of before) if (!after.has(path)) lines.push(`- ${name}: ${path} ${sayLeaf(value)}`);
  return lines;
}

/** Single values and lists by their path: `seats › business › count`. */
function leavesOf(value: object, path: readonly string[] = []): Leaves {
  const leaves: Leaves = new Map();
  for (const [key, one] of Object.entries(value) as [string, unknown][]) {
    const at = [...path, key];
    if (one === undefined) continue;
    if (typeof one === 'object' && one !== null && !Array.isArray(one)) {
      for (const [deeper, leaf] of leavesOf(one, at)) leaves.set(deeper, leaf);
    } else leaves.set(at.map(sayField).join(' › '), one);
  }
  return leaves;
}

/** `remindAfterHours` is “remind after hours”; names that people gave have no capitals. */
const sayField = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

function sayLeaf(value: unknown): string {
  if (isEmpty(value)) return 'none';
  const text = Array.isArray(value)
    ? value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')
    : String(value);
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
}
