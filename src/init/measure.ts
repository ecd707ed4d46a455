import type { Surveyor } from '../engines/survey.ts';
import { literal } from '../engines/sql.ts';
import type { Windows } from './choose-windows.ts';
import type { Kind } from './judge-kind.ts';

/** What the reference says of outcome and prediction: what a constant guess would be, what is a large miss, what looks wrong. */
export interface Measured {
  baseline: number;
  largeMiss: number | null;
  warnings: string[];
}

/** A prediction that is the outcome in so large a share of rows was made after it, or is it. */
const suspiciousShare = 0.999;
const largeMissQuantile = 0.9;

export async function measure(surveyor: Surveyor, kind: Kind, time: string, { reference }: Windows): Promise<Measured> {
  const { outcome, prediction } = kind;
  if (outcome === null) return { baseline: 0, largeMiss: null, warnings: [] };
  const within = `(${time}) >= timestamp ${literal(reference.start)} and (${time}) < timestamp ${literal(reference.end)}`;
  if (kind.kind === 'classes')
    return { baseline: 0, largeMiss: null, warnings: kind.score ? [] : await sameClasses(surveyor, kind) };
  const [p, y] = [finite(prediction), finite(outcome)];
  const [median, large, both, same, usual] = await surveyor.numbers(
    [
      `median(${y})`,
      `quantile_cont(abs(${y} - ${p}), ${largeMissQuantile})`,
      `count(${y} - ${p})`,
      `count(*) filter (${y} = ${p})`,
      `count(distinct ${y})`,
    ],
    within,
  );
  const warnings = [
    ...(both === 0
      ? ['In the reference no row has both a prediction and an outcome: its error will not be compared with that time.']
      : []),
    ...((both ?? 0) > 0 && same! / both! >= suspiciousShare && (usual ?? 0) > 2 ? [sayCopy] : []),
  ];
  return { baseline: rounded(median ?? 0), largeMiss: large !== null && large! > 0 ? rounded(large!) : null, warnings };
}

const sayCopy =
  'The prediction equals the outcome in nearly every row. If the column was filled in afterwards, or is the outcome itself, every figure will be too good to be true.';

async function sameClasses(surveyor: Surveyor, { outcome, prediction }: Kind): Promise<string[]> {
  const [both, same] = await surveyor.numbers([
    `count(*) filter ((${outcome}) is not null and (${prediction}) is not null)`,
    `count(*) filter ((${outcome})::varchar = (${prediction})::varchar)`,
  ]);
  const said = [];
  if (both === 0) said.push('No row has both a prediction and an outcome.');
  else if (same === 0) said.push('The prediction never equals the outcome: are the classes written alike in both columns?');
  else if (same! / both! >= suspiciousShare) said.push(sayCopy);
  return said;
}

const finite = (expression: string) => `(case when isfinite((${expression})::double) then (${expression})::double end)`;
const rounded = (value: number): number => Number(value.toPrecision(3));
