import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Fact } from '../shared/fact.ts';
import { escapeMrkdwn } from '../shared/mrkdwn.ts';
import { sayFact, type ValueStyle } from '../shared/say-fact.ts';
import type { Line, LineRole } from './line.ts';

/** What fills a template: facts by slot, and words from the record. */
export interface Filling {
  facts?: Record<string, Fact | undefined>;
  /** Words of records and people, which are escaped here; or a line said before, which is put in as it is with its facts. */
  words?: Record<string, string | Line | undefined>;
}

/** Fills the template at a path, such as `executive.error.in-range`. A missing slot is a programming error and throws. */
export type Say = (path: string, role: LineRole, filling?: Filling) => Line;

/** A list of names may be long; what is longer than this no reader reads. */
const maxWordChars = 600;
const slot = /\{([A-Za-z][\w-]*)(?::(bare|plain|signed|abs|span))?\}/g;

/** All templates of a file of reports/ by path. */
export function loadTemplates(name: 'digest.yml' | 'alerts.yml' = 'digest.yml'): Map<string, string> {
  const file = new URL(`../../reports/${name}`, import.meta.url);
  const flat = new Map<string, string>();
  const walk = (node: unknown, path: string) => {
    if (typeof node === 'string') flat.set(path, node);
    else for (const [key, value] of Object.entries(node as object)) walk(value, path ? `${path}.${key}` : key);
  };
  walk(parse(readFileSync(file, 'utf8')), '');
  return flat;
}

export function createSay(templates: Map<string, string>): Say {
  return (path, role, { facts = {}, words = {} } = {}) => {
    const template = templates.get(path);
    if (template === undefined) throw new Error(`There is no template “${path}” in reports/.`);
    const used: string[] = [];
    const text = template.replaceAll(slot, (_, name: string, style: ValueStyle | undefined) => {
      const fact = facts[name];
      if (fact) {
        used.push(fact.id);
        return sayFact(fact, style);
      }
      const lower = name.charAt(0).toLowerCase() + name.slice(1);
      const word = words[name] ?? words[lower];
      if (word === undefined) throw new Error(`The template “${path}” needs “${name}”.`);
      if (typeof word !== 'string') used.push(...word.facts);
      const text = typeof word === 'string' ? escapeMrkdwn(word, maxWordChars) : word.text;
      return words[name] === undefined ? capitalise(text) : text;
    });
    return { role, text, facts: used };
  };
}

/** Raises the first letter. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
