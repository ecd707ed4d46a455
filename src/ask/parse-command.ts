import { cleanText, maxQuestionChars } from './clean-text.ts';
import type { Gap } from '../monitor/read-gaps.ts';
import { digest, explain } from './draft-query.ts';
import { findTerm, termAsked } from './find-term.ts';
import { answer, parseQuestion, refusalOf, unknownModel } from './parse-question.ts';
import { refuse, type Parsed, type QuestionContext } from './parsed.ts';
import { readQuestion } from './read-question.ts';
import { nearestWord, splitWords } from './words.ts';

const subcommands = ['help', 'status', 'models', 'explain', 'digest', 'mine', 'flag'] as const;
type Subcommand = (typeof subcommands)[number];
const helpTopics = new Set<string>(subcommands);

/** What follows `/leeway`: a subcommand with its arguments, else a question in plain English; nothing is `help`. Never throws. */
export function parseCommand(text: string, context: QuestionContext): Parsed {
  const clean = text.length > maxQuestionChars ? text : cleanText(text);
  if (clean === '') return answer({ kind: 'help' });
  const reading = readQuestion(text, context);
  if ('refused' in reading) return reading.refused;
  const [word = '', ...rest] = splitWords(clean);
  const subcommand = subcommands.find((name) => name === word);
  if (subcommand) return run(subcommand, rest, clean, context);
  const asked = parseQuestion(text, context);
  // A misspelt subcommand is not carried out by guess: "flga" may post to a channel what was meant for nobody.
  const meant = reading.known(word) || reading.models.length > 0 ? undefined : nearestWord(word, subcommands);
  if (!meant || (asked.ok && rest.length > 0)) return asked;
  return refuse('not-understood', `“${word.slice(0, 40)}” is no command. Did you mean “${meant}”?`, [
    [meant, ...rest].join(' ').slice(0, 120),
  ]);
}

function run(subcommand: Subcommand, rest: string[], clean: string, context: QuestionContext): Parsed {
  const words = rest.join(' ');
  const fresh: QuestionContext = { ...context };
  delete fresh.previous;
  const refused = (kind: 'unknown-term' | 'unknown-audience', asked: string): Parsed => {
    const reading = readQuestion(clean, fresh);
    return 'refused' in reading ? reading.refused : refusalOf({ kind, asked }, reading, fresh);
  };
  switch (subcommand) {
    case 'help':
      if (words === '') return answer({ kind: 'help' });
      if (helpTopics.has(words)) return answer({ kind: 'help', topic: words });
      return refuse(
        'not-understood',
        `There is no help on “${words.slice(0, 40)}”.`,
        subcommands.map((name) => `help ${name}`),
      );
    case 'models': {
      const gap = gapOf(words);
      if (gap) return answer({ kind: 'models', gap });
      const search = words
        .replace(/^(?:about|for|named|called|like|with) /, '')
        .slice(0, 80)
        .trim();
      return answer(search ? { kind: 'models', search } : { kind: 'models' });
    }
    case 'explain': {
      const asked = termAsked(words);
      const draft = explain(asked, findTerm(asked, context.terms), words, context);
      return draft.kind === 'query' ? answer(draft.query, [draft.note]) : refused('unknown-term', asked);
    }
    case 'digest': {
      if (/^(?:settings?|subscribe|unsubscribe|options?|preferences?|off|on|stop)$/.test(words))
        return refuse('not-supported', 'Whether and when your digest comes is set in Leeway’s Home tab, under “My digest”.', [
          'digest',
          'digest send to me first',
        ]);
      const draft = digest(words);
      return draft.kind === 'query'
        ? answer(draft.query)
        : refused('unknown-audience', draft.kind === 'unknown-audience' ? draft.asked : words);
    }
    case 'mine':
      return answer({ kind: 'mine' });
    case 'status':
    case 'flag':
      return words === '' ? answer({ kind: subcommand }) : named(subcommand, words, fresh);
  }
}

/** `models unowned`: those that lack something, however it is put. */
function gapOf(words: string): Gap | undefined {
  const plain = words
    .replace(/[-_]+/g, ' ')
    .replace(/^(?:that are|which are|with|having) /, '')
    .replace(/^without an? /, 'without ');
  return gapWords.find(([, pattern]) => pattern.test(plain))?.[0];
}

const gapWords: readonly (readonly [Gap, RegExp])[] = [
  ['unowned', /^(?:unowned|(?:without|no|missing) owners?)$/],
  ['unmonitored', /^(?:unmonitored|unwatched|not watched|(?:without|no) monitors?)$/],
  ['no-kpi', /^(?:(?:without|no) (?:kpis?|business measures?|measures?))$/],
  ['no-run', /^(?:(?:without|no) (?:recent )?(?:runs?|looks?)|not looked at|stale)$/],
];

/** `status churn`: what follows is a model, then perhaps a period. */
function named(subcommand: 'status' | 'flag', words: string, context: QuestionContext): Parsed {
  const parsed = parseQuestion(
    `${subcommand === 'flag' ? 'flag a problem' : 'status'} of ${words.replace(/^(?:of|for|a problem (?:of|with)) /, '')}`,
    context,
  );
  if (!parsed.ok) return parsed;
  const { query } = parsed;
  if (query.kind !== subcommand) return parsed;
  // After “of” a model may be called by an ordinary word, such as “predictions”.
  const asked = nameIn(`of ${words}`, context);
  if (!asked) return parsed;
  const { matcher, offers } = asked;
  return unknownModel(asked.name, matcher.suggest(asked.name), query, offers);
}

/** Beside a period these say nothing of which model is meant. */
const fillers = new Set(
  'a all and any at before by check current currently digest every everything for from give how i in is it its latest me model models my newest now of on our over please recent right show since so status the their these this those to today until us was we week whole'.split(
    ' ',
  ),
);

/** What is left of a command's words besides a period: a name, though each of its words is an ordinary one (`no-such-model`). */
function nameIn(words: string, context: QuestionContext) {
  const reading = readQuestion(words, context);
  if ('refused' in reading) return undefined;
  const isNamed = reading.models.length > 0;
  // As it was written: a name is not spelt better.
  const text = reading.period.kind === 'none' && !isNamed ? reading.raw : reading.words;
  const rest = text.split(' ').filter((word) => !/^(?:WHEN|MODEL)$/.test(word));
  // An identifier is one whatever its parts, also beside a model; other words are a name as a whole.
  const identifier = rest.find((word) => /\p{L}[-_]\p{L}/u.test(word));
  if (isNamed && identifier === undefined) return undefined;
  const first = rest.findIndex((word) => !fillers.has(word));
  const name = identifier ?? (first < 0 ? '' : rest.slice(first).join(' '));
  return name === '' ? undefined : { name: name.slice(0, 128), matcher: reading.matcher, offers: reading.offers };
}
