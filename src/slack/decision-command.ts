/** `/leeway promote flight-delay 3 to production` and its like, as typed or said in a mention. */
export type DecisionCommand =
  | { is: 'requests' }
  | { is: 'promote'; model: string; version: number; environment: string }
  | { is: 'version'; model: string; version?: number }
  | { is: 'serving'; model: string; environment?: string }
  | { is: 'rules'; model: string }
  | { is: 'risk'; riskClass?: RiskFilter }
  | { is: 'help'; topic: DecisionTopic }
  /** One of the words, but not all that it takes. */
  | { is: 'incomplete'; topic: DecisionTopic };

export const decisionTopics = ['promote', 'rollback', 'pause', 'resume', 'version', 'requests', 'rule', 'risk'] as const;
export type DecisionTopic = (typeof decisionTopics)[number];

/** Classes of risk as one asks for them; `none`: models without one. */
export const riskFilters = ['low', 'medium', 'high', 'none'] as const;
export type RiskFilter = (typeof riskFilters)[number];

const maxChars = 400;
const environment = '(?: (?:to|in|into|on) ([a-z][a-z0-9_-]{0,62}))?';
const version = '(?:v|version )?([1-9]\\d{0,8})';
const promote = new RegExp(`^(.+?) ${version}${environment}$`, 'i');
const place = new RegExp(`^(.+?)${environment}$`, 'i');
const turned = new RegExp(`^${version} of (.+?)((?: (?:to|in|into|on) \\S+)?)$`, 'i');
const oneVersion = new RegExp(`^(.+?)(?: ${version})?$`, 'i');

/** What is meant, or undefined where the text is none of these. Pure; knows no models. */
export function parseDecisionCommand(typed: string): DecisionCommand | undefined {
  if (typed.length > maxChars) return undefined;
  const text = typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^roll back\b/i, 'rollback')
    .replace(/^rules\b/i, 'rule')
    .replace(/[.!?]$/, '');
  const [first = '', ...others] = text.split(' ');
  // “promote version 3 of flight delay” says the same as “promote flight delay 3”.
  const rest = others.join(' ').replace(turned, '$2 $1$3');
  const word = first.toLowerCase();
  if (word === 'help') {
    const topic = decisionTopics.find((one) => one === rest.toLowerCase().replace(/^roll back$/, 'rollback'));
    return topic && { is: 'help', topic };
  }
  const topic = decisionTopics.find((one) => one === word);
  return topic && (rest === '' && topic !== 'requests' && topic !== 'risk' ? { is: 'incomplete', topic } : withRest(topic, rest));
}

function withRest(topic: DecisionTopic, rest: string): DecisionCommand | undefined {
  switch (topic) {
    case 'requests':
      return rest === '' ? { is: 'requests' } : undefined;
    case 'risk': {
      const riskClass = riskFilters.find((one) => one === rest.toLowerCase());
      // “risk of flight delay” is a question.
      return rest === '' ? { is: 'risk' } : riskClass && { is: 'risk', riskClass };
    }
    case 'promote': {
      const [, model, number, to] = promote.exec(rest) ?? [];
      if (!model || !number) return { is: 'incomplete', topic };
      return { is: 'promote', model: modelWords(model), version: Number(number), environment: to?.toLowerCase() ?? 'production' };
    }
    case 'version': {
      const [, model, number] = oneVersion.exec(rest) ?? [];
      return model ? { is: 'version', model: modelWords(model), ...(number ? { version: Number(number) } : {}) } : undefined;
    }
    case 'rule':
      return { is: 'rules', model: modelWords(rest) };
    case 'rollback':
    case 'pause':
    case 'resume': {
      const [, model, at] = place.exec(rest) ?? [];
      return model ? { is: 'serving', model: modelWords(model), ...(at ? { environment: at.toLowerCase() } : {}) } : undefined;
    }
  }
}

const modelWords = (words: string): string => words.replace(/^(?:of|for|the|model) /i, '').trim();
