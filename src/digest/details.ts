import { matterTitle } from '../monitor/matter-title.ts';
import type { Fact } from '../shared/fact.ts';
import { sayFact } from '../shared/say-fact.ts';
import { changeLines, leadLines } from './changes.ts';
import { comingLines, complaintLines } from './business-lines.ts';
import { caseLines } from './case-lines.ts';
import { decisionDetails } from './decision.ts';
import { kpiLine, otherFindings, otherLine } from './executive.ts';
import { joinLines, type Line } from './line.ts';
import type { FocusMaterial, Material } from './material.ts';
import { findingOf, focusWords, movementLine, otherModels, sayList, slotFacts } from './shared-rules.ts';
import type { Say } from './templates.ts';

/** What goes into the thread under an executive's digest: the rest, for who wants it. */
export function writeDetails(say: Say, material: Material): Line[] {
  const { focus, more, cases } = material;
  return [
    ...decisionDetails(say, material),
    ...changeLines(say, material).rest,
    ...leadLines(say, material),
    ...(focus ? focusLines(say, material, focus) : []),
    ...otherModels(material).map((one) => {
      const said = say('executive.details.other', 'detail', { words: { title: matterTitle(one, one.modelTitle) } });
      return { ...said, facts: Object.values(one.slots) };
    }),
    ...complaintLines(say, 'executive', material).slice(material.focus ? 1 : 0),
    ...comingLines(say, 'executive.details', material),
    movementLine(say, 'executive.details', material),
    caseLines(say, 'executive.details', material),
    more ? say('executive.details.more', 'detail', { facts: { more } }) : undefined,
    cases.length > 0
      ? say('executive.details.cases', 'detail', {
          words: { list: sayList(cases.map((one) => `case ${one.number} (${one.modelTitle})`)) },
        })
      : undefined,
  ].filter((one) => one !== undefined);
}

/** Of the model that is spoken of: further KPIs, what else changed or is missing, error figures, new categories. */
function focusLines(say: Say, material: Material, focus: FocusMaterial): (Line | undefined)[] {
  const own = material.findings.filter((one) => one.modelId === focus.modelId);
  const words = focusWords(focus);
  return [
    ...own
      .filter((one) => one.kind.startsWith('kpi-'))
      .slice(1)
      .map((one) => kpiLine(say, material, focus, one)),
    ...otherFindings(material)
      .slice(1)
      .map((one) => otherLine(say, material, focus, one)),
    figuresLine(say, material, focus),
    ...own
      .filter((one) => one.kind === 'new-categories')
      .map((one) =>
        say('executive.details.new-categories', 'detail', { facts: slotFacts(material, one), words: { ...words, ...one.words } }),
      ),
  ];
}

/** Errors lean to neither side where it would be said as 0.0. */
const leansNot = (bias: Fact): boolean => Number(sayFact(bias, 'bare').replace(/[^\d.]/g, '')) === 0;

/** What always saying the same class would have got wrong. */
function wrongLine(say: Say, focus: FocusMaterial, wrong?: Fact, constant?: Fact): Line | undefined {
  if (!wrong || !constant) return undefined;
  const against = constant.value < wrong.value ? 'better' : 'worse';
  const said = say(`executive.details.usual-${against}`, 'detail', { facts: { constant }, words: focusWords(focus) });
  return { ...said, facts: [constant.id, wrong.id] };
}

function figuresLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  if (!findingOf(material, 'error-')) return undefined;
  const facts = {
    rmse: focus.fact('rmse'),
    rmseBefore: focus.before('rmse'),
    bias: focus.fact('bias'),
    baseline: focus.fact('baseline'),
    constant: focus.fact('baseline-mae'),
    mae: focus.fact('mae'),
  };
  if (focus.error === 'wrong') return wrongLine(say, focus, facts.mae, facts.constant);
  if (!facts.bias || !facts.baseline || !facts.constant || !facts.mae) return undefined;
  const filling = { facts, words: focusWords(focus) };
  const lean = leansNot(facts.bias) ? 'none' : facts.bias.value > 0 ? 'above' : 'below';
  const against = facts.constant.value < facts.mae.value ? 'better' : 'worse';
  return joinLines('detail', [
    facts.rmse && facts.rmseBefore ? say('executive.details.large-misses', 'detail', filling) : undefined,
    { ...say(`executive.details.lean-${lean}`, 'detail', filling), facts: [facts.bias.id] },
    {
      ...say(`executive.details.baseline-${against}`, 'detail', filling),
      facts: [facts.baseline.id, facts.constant.id, facts.mae.id],
    },
  ]);
}
