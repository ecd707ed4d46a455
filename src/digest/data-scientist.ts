import { comingLines, complaintLines } from './business-lines.ts';
import { caseLines, silentLine } from './case-lines.ts';
import { speakFrom } from '../monitor/findings.ts';
import { matterTitle } from '../monitor/matter-title.ts';
import type { Fact } from '../shared/fact.ts';
import { sayPeriod } from '../shared/period.ts';
import { coverageLine } from './coverage.ts';
import { happeningLines } from './data-scientist-changes.ts';
import type { Written } from './executive.ts';
import { gapLine } from './gap-line.ts';
import { joinLines, type Line } from './line.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from './material.ts';
import {
  carriedOver,
  dueOf,
  errorPath,
  findingOf,
  focusWords,
  inputsOf,
  isBad,
  isOverdue,
  matterOf,
  matterWords,
  otherModels,
  sayList,
  slotFacts,
  stateOf,
  movementLine,
} from './shared-rules.ts';
import type { Say } from './templates.ts';

/** The data scientist's digest: the same facts in the field's terms, every figure with the one before in brackets. */
export function writeDataScientist(say: Say, material: Material): Written {
  const { focus } = material;
  const { line: headline, told } = headlineOf(say, material);
  if (!focus)
    return {
      headline,
      lines: [
        ...happeningLines(say, material),
        coverageLine(say, material, 'data-scientist'),
        ...otherLines(say, material, told),
      ].filter((one) => one !== undefined),
      term: null,
    };
  const words = focusWords(focus);
  const lines = [
    headLine(say, material, focus),
    errorLine(say, material, focus),
    ...material.findings
      .filter((one) => one.modelId === focus.modelId && one.kind.startsWith('kpi-'))
      .map((one) => kpiLine(say, material, focus, one)),
    psiLine(say, material, focus),
    dataLine(say, material, focus),
    ...happeningLines(say, material),
    focus.notMeasured.length > 0 ? say('data-scientist.not-measured', 'not-measured', { words }) : undefined,
    coverageLine(say, material, 'data-scientist'),
    ...otherLines(say, material, told),
  ];
  return { headline, lines: lines.filter((one) => one !== undefined), term: null };
}

function headlineOf(say: Say, material: Material): { line: Line; told?: MatterMaterial } {
  const path = (name: string) => `data-scientist.headline.${name}`;
  const { focus } = material;
  const period = sayPeriod(material.period, { year: false });
  const unchecked = material.models.unchecked[0];
  if (!focus) {
    const words = { period, modelId: unchecked?.title, reason: unchecked?.reason ?? '' };
    return { line: say(path(unchecked ? 'unchecked' : 'no-models'), 'headline', { words }) };
  }
  const own = material.findings.filter((one) => one.modelId === focus.modelId);
  const news = own.find((one) => one.severity >= speakFrom || one.kind.endsWith('-early'));
  const words = { ...focusWords(focus), period, verdict: verdictOf(say, material, news) };
  const told = material.matters.find((one) => isOverdue(one, material.today)) ?? material.matters[0];
  if (!told) return { line: say(path('plain'), 'headline', { words }) };
  const older = news && matterOf(material, news)?.id === told.id ? '' : '-other';
  const state = stateOf(told, material.today);
  const name = state === 'overdue' ? 'overdue' : `${state === 'nobody' ? 'ask' : 'in-hand'}${older}`;
  const due = state === 'nobody' ? dueOf(material) : matterWords(told)['due'];
  return { line: say(path(name), 'headline', { words: { ...words, ...matterWords(told), due } }), told };
}

/** The week's strongest signal of the model that is spoken of. */
function verdictOf(say: Say, material: Material, finding: FindingMaterial | undefined): Line {
  const name = finding === undefined ? 'calm' : finding.kind.endsWith('-early') ? 'early' : finding.kind;
  const wrong = name.startsWith('error-') && finding?.modelId === material.focus?.modelId && material.focus?.error === 'wrong';
  const said = say(`data-scientist.verdict.${name}${wrong ? '-wrong' : ''}`, 'detail', {
    facts: finding ? slotFacts(material, finding) : {},
    words: finding?.words ?? {},
  });
  return { ...said, facts: finding ? Object.values(finding.slots) : [] };
}

function headLine(say: Say, material: Material, focus: FocusMaterial): Line {
  const before = focus.before('mae') ?? focus.before('rows');
  const facts = { rows: focus.fact('rows'), unlabelled: focus.fact('unlabelled') };
  const some = (facts.unlabelled?.value ?? 0) > 0;
  const labels = focus.error === 'unknown' ? 'none' : some ? 'some' : 'all';
  const labelling = say(`data-scientist.labelling.${labels}`, 'head', { facts });
  const words = {
    ...focusWords(focus),
    period: sayPeriod(material.period, { year: false }),
    previous: before ? sayPeriod({ grain: 'week', start: before.periodStart, end: before.periodEnd }, { year: false }) : '',
    labelling,
    referenceRole: `v${focus.version}'s own training month`,
  };
  return say(before ? 'data-scientist.head' : 'data-scientist.head-first', 'head', {
    facts,
    words: focus.referenceIsTraining
      ? words
      : { ...words, referenceRole: focus.trainingIsKnown ? 'not its training window' : 'what it learned from is not recorded' },
  });
}

function errorLine(say: Say, material: Material, focus: FocusMaterial): Line | undefined {
  const finding = findingOf(material, 'error-');
  if (!finding) return undefined;
  const facts = slotFacts(material, finding);
  const words = {
    ...focusWords(focus),
    brackets: bracketsOf(say, facts['before']),
    running: runningOf(say, finding, facts),
    reference: referenceOf(say, focus, focus.referenceIsTraining ? 'error-learned' : 'error', facts['reference']),
  };
  const main = say(`data-scientist.${errorPath(focus)}.${finding.kind.slice('error-'.length)}`, 'error', {
    facts: { ...facts, reference: undefined },
    words,
  });
  const more = {
    rmse: focus.fact('rmse'),
    rmseBefore: focus.before('rmse'),
    bias: focus.fact('bias'),
    biasBefore: focus.before('bias'),
    baseline: focus.fact('baseline'),
    constant: focus.fact('baseline-mae'),
  };
  if (focus.error === 'wrong')
    return joinLines('error', [main, more.constant ? say('data-scientist.usual', 'error', { facts: more }) : undefined]);
  return joinLines('error', [
    main,
    say(`data-scientist.rmse${more.rmseBefore ? '-before' : ''}`, 'error', { facts: more }),
    say(`data-scientist.bias${more.biasBefore ? '-before' : ''}`, 'error', { facts: more }),
    say('data-scientist.baseline', 'error', { facts: more }),
  ]);
}

function kpiLine(say: Say, material: Material, focus: FocusMaterial, finding: FindingMaterial): Line {
  const facts = slotFacts(material, finding);
  const words = {
    ...focusWords(focus),
    ...finding.words,
    brackets: bracketsOf(say, facts['before']),
    running: runningOf(say, finding, facts),
    reference: referenceOf(say, focus, 'kpi', facts['reference']),
  };
  const figure = say(`data-scientist.kpi.${facts['target'] ? 'target' : 'figure'}`, 'kpi', { facts, words });
  const clause = say(`data-scientist.kpi.${finding.kind.slice('kpi-'.length)}`, 'kpi', {
    facts: { ...facts, reference: undefined },
    words,
  });
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
  if (!facts.highest || !facts.prediction) return undefined;
  const inputs = inputsOf(material, focus)!;
  const words = { ...focusWords(focus), column: facts.highest.source.columns[0] ?? '', columns: sayList(inputs.columns) };
  const drifts = material.findings.filter((one) => one.modelId === focus.modelId && one.kind.endsWith('-drift'));
  return joinLines('drift', [
    say(`data-scientist.psi.${facts.outcome ? 'inputs' : 'inputs-alone'}`, 'drift', { facts, words }),
    ...drifts.slice(0, 5).map((one) => {
      const filled = slotFacts(material, one);
      return say(`data-scientist.psi.drift-${one.pattern === 'abrupt' ? 'abrupt' : 'gradual'}`, 'drift', {
        facts: filled,
        words: { ...one.words, running: runningOf(say, one, filled) },
      });
    }),
    isBad(findingOf(material, 'error-'))
      ? { ...say(`data-scientist.cause.${inputs.name}`, 'cause', { words }), facts: [facts.highest.id] }
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

/** Other models, matters of earlier weeks, cases, and how much there is beyond. */
function otherLines(say: Say, material: Material, told: MatterMaterial | undefined): Line[] {
  const { more, cases } = material;
  return [
    ...otherModels(material).map((one) => ({
      ...say('data-scientist.other', 'detail', { words: { title: matterTitle(one, one.modelTitle) } }),
      facts: Object.values(one.slots),
    })),
    ...carriedOver(material)
      .filter((matter) => matter.id !== told?.id)
      .slice(0, maxStillOpen)
      .map((matter) =>
        say(`data-scientist.still-open.${stateOf(matter, material.today)}`, 'still-open', { words: matterWords(matter) }),
      ),
    ...complaintLines(say, 'data-scientist', material),
    ...comingLines(say, 'data-scientist', material),
    movementLine(say, 'data-scientist', material),
    gapLine(say, 'data-scientist', material),
    silentLine(say, 'data-scientist', material),
    caseLines(say, 'data-scientist', material),
    more ? say('data-scientist.more', 'detail', { facts: { more } }) : undefined,
    cases.length > 0
      ? say('data-scientist.cases', 'detail', {
          words: { list: sayList(cases.map((one) => `case ${one.number} (${one.modelTitle})`)) },
        })
      : undefined,
  ].filter((one) => one !== undefined);
}

const maxStillOpen = 3;

const bracketsOf = (say: Say, before: Fact | undefined): Line | string =>
  before ? say('data-scientist.brackets', 'detail', { facts: { before } }) : '';

const referenceOf = (say: Say, focus: FocusMaterial, name: string, reference: Fact | undefined): Line | string =>
  reference ? say(`data-scientist.reference.${name}`, 'detail', { facts: { reference }, words: focusWords(focus) }) : '';

const runningOf = (say: Say, finding: FindingMaterial, facts: ReturnType<typeof slotFacts>): Line =>
  say(`data-scientist.running.${finding.weeksRunning > 1 ? 'again' : 'first'}`, 'detail', { facts });
