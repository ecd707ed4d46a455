import { z } from 'zod';
import type { Voice } from '../db/schema/digest.ts';
import { createSay, loadTemplates, type Say } from '../digest/templates.ts';
import type { Line, LineRole } from '../digest/line.ts';
import { readReport, reportText } from '../explain/read-report.ts';
import type { Fact } from '../shared/fact.ts';

export interface Telling {
  facts?: Record<string, Fact | undefined>;
  /** Words of the record or of a person, which are escaped; or a line said before, put in with its facts. */
  words?: Record<string, string | Line | undefined>;
  /** Facts that the sentence rests on without showing their figure: a direction, a comparison. */
  rests?: readonly (Fact | string | undefined)[];
}

/**
 * Fills a sentence of reports/answers.yml: that of the reader's voice, else the plain one. Where the word `errorKind` says how
 * the model can be wrong, a sentence under that kind goes before both.
 */
export interface Tell {
  (path: string, role: LineRole, telling?: Telling): Line;
  /** The digest's sentences, for what is said alike in both. */
  say: Say;
}

type Tree = { [name: string]: string | Tree };
const tree: z.ZodType<Tree> = z.record(z.string(), z.union([z.string(), z.lazy(() => tree)]));

/** Every sentence by its path, the digest's among them. */
export function loadAnswerTemplates(): Map<string, string> {
  const flat = loadTemplates();
  const walk = (node: Tree, path: string) => {
    for (const [name, child] of Object.entries(node)) {
      if (typeof child === 'string') flat.set(`${path}.${name}`, child);
      else walk(child, `${path}.${name}`);
    }
  };
  walk(readReport(tree, reportText('answers.yml'), 'reports/answers.yml'), 'answer');
  return flat;
}

const once: { templates?: Map<string, string>; say?: Say } = {};

export function createTell(voice: Voice): Tell {
  const templates = (once.templates ??= loadAnswerTemplates());
  const say = (once.say ??= createSay(templates));
  const field = voice === 'data-scientist';
  const tell = (path: string, role: LineRole, { facts = {}, words = {}, rests = [] }: Telling = {}): Line => {
    const { errorKind } = words;
    const kind = typeof errorKind === 'string' ? errorKind : '';
    const groups = [`${kind}.field`, `${kind}.plain`, 'field', 'plain'].filter((group) => field || !group.endsWith('field'));
    const group = groups.find((one) => templates.has(`answer.${one}.${path}`)) ?? 'plain';
    const name = `answer.${group}.${path}`;
    const said = say(name, role, { facts, words });
    const resting = rests.flatMap((one) => (one === undefined ? [] : typeof one === 'string' ? [one] : [one.id]));
    return { ...said, facts: [...new Set([...said.facts, ...resting])] };
  };
  return Object.assign(tell, { say });
}
