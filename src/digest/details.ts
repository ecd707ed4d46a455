import { joinLines, type Line } from './line.ts';
import type { Material } from './material.ts';
import { findingOf, focusWords, matterOf, sayList, slotFacts } from './shared-rules.ts';
import type { Say } from './templates.ts';

const maxOthers = 10;

/** What goes into the thread under an executive's digest: the rest, for who wants it. */
export function writeDetails(say: Say, material: Material): Line[] {
  const { focus } = material;
  const own = focus
    ? [
        figuresLine(say, focus),
        ...material.findings
          .filter((one) => one.modelId === focus.modelId && one.kind === 'new-categories')
          .map((one) =>
            say('executive.details.new-categories', 'detail', {
              facts: slotFacts(material, one),
              words: { ...focusWords(focus), ...one.words },
            }),
          ),
      ]
    : [];
  const others = material.findings.filter((one) => one.modelId !== focus?.modelId && one.severity >= 30);
  const lines = [
    ...own,
    ...others.slice(0, maxOthers).map((one) => {
      const said = say('executive.details.other', 'detail', {
        words: { model: one.modelTitle, title: matterOf(material, one)?.title ?? one.kind.replaceAll('-', ' ') },
      });
      return { ...said, facts: Object.values(one.slots) };
    }),
    material.more ? say('executive.details.more', 'detail', { facts: { more: material.more } }) : undefined,
    material.cases.length > 0
      ? say('executive.details.cases', 'detail', {
          words: { list: sayList(material.cases.map((one) => `case ${one.number} (${one.modelTitle})`)) },
        })
      : undefined,
  ].filter((one) => one !== undefined);
  return lines;

  function figuresLine(tell: Say, model: NonNullable<Material['focus']>): Line | undefined {
    if (!findingOf(material, 'error-')) return undefined;
    const facts = {
      rmse: model.fact('rmse'),
      rmseBefore: model.before('rmse'),
      bias: model.fact('bias'),
      baseline: model.fact('baseline'),
      constant: model.fact('baseline-mae'),
      mae: model.fact('mae'),
    };
    if (!facts.rmse || !facts.bias || !facts.constant || !facts.mae) return undefined;
    const words = focusWords(model);
    const lean = facts.bias.value > 0.05 ? 'late' : facts.bias.value < -0.05 ? 'early' : 'none';
    return joinLines('detail', [
      facts.rmseBefore ? tell('executive.details.large-misses', 'detail', { facts, words }) : undefined,
      { ...tell(`executive.details.lean-${lean}`, 'detail', { facts, words }), facts: [facts.bias.id] },
      tell(`executive.details.baseline-${facts.constant.value < facts.mae.value ? 'better' : 'worse'}`, 'detail', {
        facts,
        words,
      }),
    ]);
  }
}
