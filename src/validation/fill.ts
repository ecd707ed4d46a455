import type { Fact } from '../shared/fact.ts';
import { sayFact, type ValueStyle } from '../shared/say-fact.ts';
import type { SaidLine } from './schemas.ts';

const slot = /\{([A-Za-z][\w-]*)(?::(bare|plain|signed|abs|hundred|span))?\}/g;

/** Puts figures into the slots of a sentence. A slot without its fact throws: no sentence goes out with a hole in it. */
export function fill(template: string, facts: Record<string, Fact>): SaidLine {
  const used = new Map<string, Fact>();
  const text = template.replaceAll(slot, (_, name: string, style: ValueStyle | undefined) => {
    const fact = facts[name];
    if (!fact) throw new Error(`The sentence “${template}” needs “${name}”.`);
    used.set(fact.id, fact);
    return sayFact(fact, style);
  });
  return { text, facts: [...used.values()] };
}
