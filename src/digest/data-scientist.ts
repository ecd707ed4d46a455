import type { Fact } from '../shared/fact.ts';
import { sayPeriod } from '../shared/period.ts';
import { coverageLine } from './coverage.ts';
import type { Written } from './executive.ts';
import { joinLines, type Line } from './line.ts';
import type { FindingMaterial, FocusMaterial, Material } from './material.ts';
import { carriedOver, dueOf, findingOf, focusWords, isBad, isOverdue, matterWords, sayList, slotFacts } from './shared-rules.ts';
import type { Say } from './templates.ts';

/** The data scientist's digest: the same facts in the field's terms, every figure with the one before in brackets. */
export function writeDataScientist(say: Say, material: Material): Written {
  const { focus } = material;
  const headline = headlineOf(say, material);
  if (!focus)
    return {
      headline,
      lines: [coverageLine(say, material, 'data-scientist'), ...openLines(say, material)].filter((one) => one !== undefined),
      term: null,
    };
  const words = focusWords(focus);
  const lines = [
    headLine(say, material, focus),
    errorLine(say, material, focus),
    kpiLine(say, material, focus),
    psiLine(say, material, focus),
    dataLine(say, material, focus),
    focus.notMeasured.length > 0 ? say('data-scientist.not-measured', 'not-measured', { words }) : undefined,
    coverageLine(say, material, 'data-scientist'),
    ...openLines(say, material),
  ];
  return { headline, lines: lines.filter((one) => one !== undefined), term: null };
}

function headlineOf(say: Say, material: Material): Line {
  const path = (name: string) => `data-scientist.headline.${name}`;
  const period = sayPeriod(material.period, { year: false });
  const words = { ...(material.focus ? focusWords(material.focus) : {}), period };
  const overdue = material.matters.find((matter) => isOverdue(matter, material.today));
  const top = overdue ?? material.matters[0];
  const unchecked = material.models.unchecked[0];
  if (!material.focus)
    return say(path('unchecked'), 'headline', {
      words: { ...words, modelId: unchecked?.title ?? 'No model', reason: unchecked?.reason ?? '' },
    });
  const finding = material.findings.find((one) => one.severity >= 30);
  const verdict = finding
    ? verdictOf(say, finding)
    : top
      ? say('data-scientist.verdict.other', 'detail', { words: matterWords(top) })
      : undefined;
  if (top) {
    const state = overdue ? 'overdue' : top.state === 'open' ? 'ask' : 'in-hand';
    const due = state === 'ask' ? dueOf(material) : matterWords(top)['due'];
    return say(path(state), 'headline', { words: { ...words, ...matterWords(top), verdict, due } });
  }
  if (finding) return say(path('moved'), 'headline', { words: { ...words, verdict } });
  const early = findingOf(material, 'error-');
  if (early?.kind === 'error-early') return say(path('early'), 'headline', { facts: slotFacts(material, early), words });
  return say(path('calm'), 'headline', { words });
}

const verdicts = new Set([
  'error-outside',
  'error-shift',
  'error-better',
  'kpi-outside',
  'kpi-shift',
  'kpi-better',
  'input-drift',
  'prediction-drift',
  'outcome-drift',
  'rows-short',
  'values-missing',
]);

const verdictOf = (say: Say, finding: FindingMaterial): Line =>
  say(`data-scientist.verdict.${verdicts.has(finding.kind) ? finding.kind : 'other'}`, 'detail', {
    words: { title: finding.kind, ...finding.words },
  });

function headLine(say: Say, material: Material, focus: FocusMaterial): Line {
  const before = focus.before('mae') ?? focus.before('rows');
  const facts = { rows: focus.fact('rows'), unlabelled: focus.fact('unlabelled') };
  const some = (facts.unlabelled?.value ?? 0) > 0;
  const labelling = say(`data-scientist.labelling.${some ? 'some' : 'all'}`, 'head', { facts });
  const words = {
    ...focusWords(focus),
    period: sayPeriod(material.period, { year: false }),
    previous: before ? sayPeriod({ grain: 'week', start: before.periodStart, end: before.periodEnd }, { year: false }) : '',
    labelling,
    referenceRole: `v${focus.version}'s own training month`,
  };
  return say(before ? 'data-scientist.head' : 'data-scientist.head-first', 'head', {
    facts,
    words: focus.referenceIsTraining ? words : { ...words, referenceRole: 'not its training window' },
  });
}

function errorLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  const finding = findingOf(material, 'error-');
  if (!finding) return undefined;
  const facts = slotFacts(material, finding);
  const words = { ...focusWords(focus), brackets: bracketsOf(say, facts['before']), running: runningOf(say, finding, facts) };
  const main = say(`data-scientist.error.${finding.kind.slice('error-'.length)}`, 'error', { facts, words });
  const more = {
    rmse: focus.fact('rmse'),
    rmseBefore: focus.before('rmse'),
    bias: focus.fact('bias'),
    biasBefore: focus.before('bias'),
    baseline: focus.fact('baseline'),
    constant: focus.fact('baseline-mae'),
  };
  return joinLines('error', [
    main,
    say(`data-scientist.rmse${more.rmseBefore ? '-before' : ''}`, 'error', { facts: more }),
    say(`data-scientist.bias${more.biasBefore ? '-before' : ''}`, 'error', { facts: more }),
    say('data-scientist.baseline', 'error', { facts: more }),
  ]);
}

function kpiLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  const finding = findingOf(material, 'kpi-');
  if (!finding) return undefined;
  const facts = slotFacts(material, finding);
  if (!facts['target']) return undefined;
  const words = {
    ...focusWords(focus),
    ...finding.words,
    brackets: bracketsOf(say, facts['before']),
    running: runningOf(say, finding, facts),
  };
  const figure = say('data-scientist.kpi.figure', 'kpi', { facts, words });
  const clause = say(`data-scientist.kpi.${finding.kind.slice('kpi-'.length)}`, 'kpi', { facts, words });
  return {
    role: 'kpi',
    text: `${figure.text}; ${clause.text}`,
    facts: [...figure.facts, ...clause.facts],
  };
}

function psiLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  const facts = {
    highest: focus.fact('psi-highest'),
    prediction: focus.fact('psi', 'prediction'),
    outcome: focus.fact('psi', focus.outcome),
  };
  if (!facts.highest || !facts.prediction || !facts.outcome) return undefined;
  const words = focusWords(focus);
  const drifts = material.findings.filter((one) => one.modelId === focus.modelId && one.kind.endsWith('-drift'));
  const inputs = drifts.filter((one) => one.kind === 'input-drift');
  const bad = isBad(findingOf(material, 'error-'));
  const cause = inputs.length > 0 ? 'inputs-differ' : 'inputs-alike';
  return joinLines('drift', [
    say('data-scientist.psi.inputs', 'drift', { facts, words }),
    ...drifts.slice(0, 5).map((one) => {
      const filled = slotFacts(material, one);
      return say(`data-scientist.psi.drift-${one.pattern === 'abrupt' ? 'abrupt' : 'gradual'}`, 'drift', {
        facts: filled,
        words: { ...one.words, running: runningOf(say, one, filled) },
      });
    }),
    bad
      ? {
          ...say(`data-scientist.cause.${cause}`, 'cause', {
            words: { columns: sayList(inputs.map((one) => one.words['column'] ?? '')) },
          }),
          facts: [facts.highest.id],
        }
      : undefined,
  ]);
}

function dataLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  const words = focusWords(focus);
  const facts = { fallback: focus.fact('fallback-count'), share: focus.fact('fallback-share') };
  const own = material.findings.filter((one) => one.modelId === focus.modelId);
  const said = own
    .filter((one) => ['rows-short', 'values-missing', 'new-categories'].includes(one.kind))
    .slice(0, 6)
    .map((one) =>
      say(`data-scientist.${one.kind}`, 'data', { facts: slotFacts(material, one), words: { ...words, ...one.words } }),
    );
  const fallback =
    facts.fallback && facts.fallback.value > 0 && focus.fallbackPhrase
      ? say('data-scientist.fallback', 'data', { facts, words })
      : undefined;
  return joinLines('data', [fallback, ...said]);
}

function openLines(say: Say, material: Material): Line[] {
  return carriedOver(material)
    .slice(0, 3)
    .map((matter) => {
      const state = matter.state === 'open' ? 'nobody' : isOverdue(matter, material.today) ? 'overdue' : 'taken';
      return say(`data-scientist.still-open.${state}`, 'still-open', { words: matterWords(matter) });
    });
}

const bracketsOf = (say: Say, before: Fact | undefined): Line | string =>
  before ? say('data-scientist.brackets', 'detail', { facts: { before } }) : '';

const runningOf = (say: Say, finding: FindingMaterial, facts: ReturnType<typeof slotFacts>): Line =>
  say(`data-scientist.running.${finding.weeksRunning > 1 ? 'again' : 'first'}`, 'detail', { facts });
