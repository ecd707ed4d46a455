/** A model as far as words may speak of it. */
export interface Describable {
  modelId: string;
  title: string;
  words: string;
  source: string | null;
  inputs: { name: string; phrase: string }[];
}
/** A model that a change may touch, and why that is thought. */
export interface Candidate {
  modelId: string;
  title: string;
  columns: string[];
  why: string;
}

const common = new Set(
  'about after again also been before being change changes come comes coming ends every from have here into line more most much next only other over some start starts than that their them then there these they this those until very week weeks were what when where which while will with your january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday'.split(
    ' ',
  ),
);
const minLetters = 4;

/** The words of a sentence that may name something, without endings that tell one flight from two. */
export function tellingWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  return [...new Set(words.filter((word) => word.length >= minLetters && !common.has(word)).map(stem))];
}

const stem = (word: string): string => (word.length > minLetters ? word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '') : word);

/**
 * Models that a change may touch, the likeliest first, each with the columns its words name: by columns, by title and
 * description, and by reading the same data as one of those. Pure.
 */
export function candidatesFor(text: string, models: readonly Describable[], max: number): Candidate[] {
  const told = new Set(tellingWords(text));
  const judged = models.map((model) => judge(model, told));
  const sources = new Set(judged.flatMap((one) => (one.score > 0 && one.model.source ? [one.model.source] : [])));
  return judged
    .map((one) => (one.score === 0 && one.model.source && sources.has(one.model.source) ? { ...one, score: 0.5 } : one))
    .filter((one) => one.score > 0)
    .toSorted((a, b) => b.score - a.score || (a.model.title < b.model.title ? -1 : 1))
    .slice(0, max)
    .map(({ model, columns, named, score }) => ({
      modelId: model.modelId,
      title: model.title,
      columns: columns.map((column) => column.name),
      why: score < 1 ? `reads the same data (${model.source})` : because(columns, named),
    }));
}

function judge(model: Describable, told: ReadonlySet<string>) {
  const columns = model.inputs.filter(({ name, phrase }) => tellingWords(`${name} ${phrase}`).some((word) => told.has(word)));
  const named = tellingWords(`${model.title} ${model.words} ${model.source ?? ''}`).filter((word) => told.has(word));
  return { model, columns, named, score: columns.length * 2 + named.length };
}

function because(columns: readonly { phrase: string }[], named: readonly string[]): string {
  const parts = [
    ...(columns.length > 0
      ? [
          `looks at ${columns
            .slice(0, 3)
            .map((column) => column.phrase)
            .join(', ')}`,
        ]
      : []),
    ...(named.length > 0 ? [`you wrote “${named.slice(0, 2).join('”, “')}”`] : []),
  ];
  return parts.join('; ');
}
