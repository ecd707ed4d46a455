import { describe, expect, it } from 'vitest';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { factsModal, type FactsView } from '../../src/slack/views/facts.ts';
import * as samples from './samples.ts';

const sentence = {
  text: '*Forecasts were off by more than usual:* 21.9 minutes.',
  template: '*Forecasts missed by more than usual:* 21.9 minutes.',
};
const exchange = {
  model: 'liar-1',
  verdict: 'thrown away',
  reason: '',
  thrownAway: [{ said: 'It rained *hard*.', why: 'It gives a cause.' }],
  sent: '{"a":"*b* `c` <!channel>"}',
  received: '{}',
};
const textOf = (more: Partial<FactsView>, page = 0) => JSON.stringify(factsModal({ ...samples.facts(50, page, 40), ...more }));

describe('where a text comes from', () => {
  it('says that templates worded it', () => {
    expect(textOf({})).toContain('Worded by templates.');
  });

  it('says which sentences a language model rephrased, beside the templates’', () => {
    const text = textOf({ worded: { by: 'liar-1', sentences: [sentence] } });
    expect(text).toContain('which the language model liar-1 rephrased');
    expect(text).toContain(sentence.text);
    expect(text).toContain(sentence.template);
  });

  it('says of an answer that a language model read the question only', () => {
    const text = textOf({ subject: { kind: 'answer', id: 'a' }, worded: { by: 'liar-1', sentences: [] } });
    expect(text).toContain('The language model liar-1 said what was asked. The answer was worded by templates.');
  });

  it('shows what was put to it, with the verdict, so that nothing in it works', () => {
    const text = textOf({ exchanges: [exchange] });
    expect(text).toContain('*Put to liar-1: thrown away.*\\n_Thrown away:_\\n• It rained *hard*. It gives a cause.');
    expect(text).toContain('```{\\"a\\":\\"*b* \'c\' &lt;!channel&gt;\\"}```');
  });

  it('says it once, on the first page', () => {
    expect(textOf({}, 1)).not.toContain('Worded by templates.');
  });

  it('fits Slack, however much there is', () => {
    const long = { text: `${'word '.repeat(120)}.`, template: `${'word '.repeat(120)}.` };
    const modal = factsModal({
      ...samples.facts(95, 0, 40),
      worded: { by: 'm'.repeat(128), sentences: Array.from({ length: 40 }, () => long) },
      exchanges: Array.from({ length: 5 }, () => ({
        ...exchange,
        thrownAway: Array.from({ length: 40 }, () => ({ said: '<'.repeat(600), why: 'x'.repeat(100) })),
        sent: '<'.repeat(20_000),
        received: '`'.repeat(20_000),
      })),
    });
    expect(() => checkPayload({ view: modal })).not.toThrow();
  });
});
