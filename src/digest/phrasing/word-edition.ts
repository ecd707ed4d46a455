import { z } from 'zod';
import type { Ctx } from '../../db/ctx.ts';
import type { Exchange, LanguageModel } from '../../llm/language-model.ts';
import type { Verdict } from '../../llm/keep-exchange.ts';
import { countWords } from '../fit.ts';
import type { Line } from '../line.ts';
import type { Material } from '../material.ts';
import type { EditionBody } from '../schemas.ts';
import { createSay, loadTemplates, type Say } from '../templates.ts';
import { writeEdition } from '../write-edition.ts';
import { faultWords, judgeSentence, type Fault } from './judge-sentence.ts';
import { thePhrasings, type Phrasings } from './load-phrasings.ts';
import { rules } from './rules.ts';

/** What was put to the language model for an edition, with the verdict on each sentence. */
export interface Worded {
  exchange: Exchange;
  verdict: Verdict;
  reason?: string;
  detail: { path: string; said: string; fault: Fault | null }[];
}

/** Sentences that are put to it at once. */
const maxSentences = 40;
const reply = z.strictObject({ sentences: z.array(z.strictObject({ id: z.string(), text: z.string() })) });

const once: { templates?: Map<string, string> } = {};
const theTemplates = () => (once.templates ??= loadTemplates());

/**
 * An executive's edition, worded by the language model where its sentences pass, by the templates everywhere else. It is asked
 * about sentences with their slots unfilled: no name, no figure and no row leaves the house, and nothing that it answers can
 * become one. Not to be called in a transaction.
 */
export async function wordEdition(
  ctx: Pick<Ctx, 'db' | 'log'>,
  model: LanguageModel,
  material: Material,
  options: { short?: boolean } = {},
): Promise<{ body: EditionBody; worded?: Worded }> {
  const templates = theTemplates();
  const plain = recording(templates);
  const body = writeEdition(material, plain.say, options);
  const paths = [...new Set(plain.said.map((one) => one.path))]
    .filter((path) => isSentence(path, templates))
    .slice(0, maxSentences);
  if (material.voice !== 'executive' || paths.length === 0) return { body };
  const phrasings = thePhrasings();
  const { exchange, value } = await model.complete(ctx, {
    purpose: 'digest',
    system: rules,
    data: question(paths, templates, phrasings),
    schema: reply,
  });
  if (!value) return { body, worded: { exchange, verdict: exchange.sent === null ? 'not-asked' : 'failed', detail: [] } };
  const detail = judge(value.sentences, paths, { templates, phrasings, names: namesOf(material) });
  const accepted = detail.filter((one) => one.fault === null && one.said !== templates.get(one.path));
  const isNoLonger = ({ path, said }: { path: string; said: string }) => countText(said) <= countText(templates.get(path) ?? '');
  // A digest that grows gives up lines; then only what is no longer than before is used.
  for (const chosen of [accepted, accepted.filter(isNoLonger)]) {
    const again = recording(new Map([...templates, ...chosen.map(({ path, said }) => [path, said] as const)]));
    const rephrased = writeEdition(material, again.say, options);
    if (chosen.length === 0 || !isSameEdition(body, rephrased)) continue;
    const wording = {
      by: model.name,
      sentences: pairs(new Set(chosen.map((one) => one.path)), plain.said, again.said, rephrased),
    };
    const verdict = detail.some((one) => one.fault !== null) || chosen.length < accepted.length ? 'partly' : 'used';
    return { body: { ...rephrased, wording }, worded: { exchange, verdict, detail } };
  }
  const reason = accepted.length === 0 ? reasonOf(detail) : 'The digest would have had other lines or facts.';
  return { body, worded: { exchange, verdict: 'discarded', reason, detail } };
}

const countText = (text: string): number => countWords([{ text }]);

/** Whole sentences only: a fragment is put into one of them, and what names a command stays as it is. */
const isSentence = (path: string, templates: Map<string, string>): boolean => {
  const template = templates.get(path) ?? '';
  return path.startsWith('executive.') && /\p{L}.*[.?]\*?$/u.test(template) && !template.includes('/leeway');
};

function question(paths: readonly string[], templates: Map<string, string>, { equals, neutral, variants }: Phrasings) {
  return {
    sentences: paths.map((path, index) => ({
      id: `s${index}`,
      sentence: shown(templates.get(path) ?? ''),
      variants: (variants.get(path) ?? []).map(shown),
    })),
    equals,
    neutral: [...neutral],
  };
}

const shown = (template: string): string => template.replace(/\{[^{}]*\}/g, '{$&}');
/** Double braces back to single ones; any other brace in what was said is no slot, and refused as a mark. */
const unshown = (text: string): string =>
  text.replace(/\{\{([^{}]*)\}\}|[{}]/g, (_, slot: string | undefined) => (slot === undefined ? '\\' : `{${slot}}`));

function judge(
  sentences: readonly { id: string; text: string }[],
  paths: readonly string[],
  { templates, phrasings, names }: { templates: Map<string, string>; phrasings: Phrasings; names: string[] },
): Worded['detail'] {
  return paths.flatMap((path, index) => {
    const said = sentences.find((one) => one.id === `s${index}`)?.text;
    if (said === undefined) return [];
    const text = unshown(said);
    const fault = judgeSentence(text, { template: templates.get(path) ?? '', path, names }, phrasings) ?? null;
    return [{ path, said: fault ? said.slice(0, 600) : text, fault }];
  });
}

function reasonOf(detail: Worded['detail']): string {
  const faults = [...new Set(detail.flatMap((one) => one.fault ?? []))];
  return faults.length === 0 ? 'It changed nothing.' : faults.map((fault) => faultWords[fault]).join(' ');
}

/** The same lines in the same order on the same facts; only their words may differ. */
const isSameEdition = (a: EditionBody, b: EditionBody): boolean => skeletonOf(a) === skeletonOf(b);

const skeletonOf = (body: EditionBody): string =>
  JSON.stringify({
    ...body,
    headline: bare([body.headline]),
    lines: bare(body.lines),
    details: bare(body.details),
  });
const bare = (lines: readonly Line[]) => lines.map(({ role, facts }) => ({ role, facts: facts.toSorted() }));

/** Every name that a sentence may hold in a slot only. */
const namesOf = ({ focus, findings, matters, models }: Material): string[] => [
  ...new Set(
    [
      focus?.title,
      focus?.modelId,
      ...findings.flatMap((one) => [one.modelTitle, one.modelId]),
      ...matters.flatMap((one) => [one.modelTitle, one.ownerName]),
      ...models.unchecked.map((one) => one.title),
    ].filter((name) => typeof name === 'string'),
  ),
];

interface Said {
  path: string;
  text: string;
}

function recording(templates: Map<string, string>): { say: Say; said: Said[] } {
  const [say, said]: [Say, Said[]] = [createSay(templates), []];
  return {
    said,
    say: (path, ...rest) => {
      const line = say(path, ...rest);
      said.push({ path, text: line.text });
      return line;
    },
  };
}

/** The rephrased sentences that can be read in the edition, each beside what the template says. */
function pairs(
  paths: ReadonlySet<string>,
  plain: readonly Said[],
  again: readonly Said[],
  { headline, lines, details }: EditionBody,
) {
  const texts = [headline, ...lines, ...details].map((line) => line.text);
  const [before, after] = [plain, again].map((list) => list.filter((one) => paths.has(one.path)));
  const all = after!.map((one, index) => ({ text: one.text, template: before![index]?.text ?? '' }));
  return all
    .filter(({ text }) => texts.some((whole) => whole.includes(text)))
    .filter((one, index, list) => list.findIndex((other) => other.text === one.text) === index);
}
