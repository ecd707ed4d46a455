import { sayPeriod } from '../shared/period.ts';
import { notBackOf } from './changes.ts';
import { decisionHeadline } from './decision.ts';
import type { Line } from './line.ts';
import type { FindingMaterial, Material, MatterMaterial } from './material.ts';
import { silentCases } from './case-lines.ts';
import { dueOf, findingOf, isOverdue, matterOf, matterWords, missesTarget, sideOf, slotFacts } from './shared-rules.ts';
import type { Say } from './templates.ts';

const path = (name: string) => `executive.headline.${name}`;

/** The verdict, which is also the notification: what is asked and by when, or that nothing is, or that nothing is known. */
export function executiveHeadline(
  say: Say,
  material: Material,
): { line: Line; told: MatterMaterial | undefined; silentTold?: true } {
  const decision = decisionHeadline(say, material);
  if (decision) return { line: decision, told: undefined };
  const notBack = notBackOf(material);
  if (notBack) {
    const words = { model: notBack.modelTitle, version: String(notBack.version), due: dueOf(material) };
    return { line: say(path('not-back'), 'headline', { words }), told: undefined };
  }
  const overdue = material.matters.find((matter) => isOverdue(matter, material.today));
  if (overdue) {
    const name = path(isTask(overdue) ? 'overdue-task' : 'overdue');
    return { line: say(name, 'headline', { words: matterWords(overdue) }), told: overdue };
  }
  const open = material.matters.filter((matter) => matter.state === 'open');
  if (open.length > 1) {
    const facts = { open: material.open };
    return { line: say(path('ask-many'), 'headline', { facts, words: { due: dueOf(material) } }), told: undefined };
  }
  const matter = open[0] ?? material.matters[0];
  const silent = silentCases(material);
  if (!matter && silent) {
    const name = path(`cases-silent.${silent.value === 1 ? 'one' : 'many'}`);
    return { line: say(name, 'headline', { facts: { silent } }), told: undefined, silentTold: true };
  }
  if (!matter) return { line: withoutMatter(say, material), told: undefined };
  const ask = matter.state === 'open';
  const known = matterWords(matter);
  const words = { ...known, due: ask ? dueOf(material) : known['due'] };
  const name = path(ask ? 'ask' : 'in-hand');
  if (isTask(matter)) return { line: say(`${name}-task`, 'headline', { words }), told: matter };
  return { line: say(name, 'headline', { words: { ...words, trouble: troubleOf(say, material, matter) } }), told: matter };
}

function withoutMatter(say: Say, material: Material): Line {
  if (material.models.unchecked.length > 0) return uncheckedLine(say, material);
  if (!material.focus) return say(path('no-models'), 'headline');
  const better = material.findings.find((one) => one.kind.endsWith('-better'));
  if (better) {
    const what = say(`executive.better.${better.kind}${wrongOf(material, better.modelId)}`, 'headline', {
      words: { ...better.words, model: better.modelTitle },
    });
    return say(path('better'), 'headline', { words: { what: resting(what, better) } });
  }
  const drift = material.findings.find((one) => one.kind.endsWith('-drift'));
  if (drift) {
    const what = say(`executive.moved.${drift.kind}`, 'headline', { words: { model: drift.modelTitle } });
    return say(path('moved'), 'headline', { words: { what: resting(what, drift) } });
  }
  const early = material.findings.find((one) => one.modelId === material.focus?.modelId && one.kind.endsWith('-early'));
  if (early) return say(path('early'), 'headline', { facts: slotFacts(material, early) });
  const kpi = findingOf(material, 'kpi-');
  if (kpi && missesTarget(kpi, material)) {
    const said = say(path('missed'), 'headline', {
      words: { ...kpi.words, side: say(`executive.side.${sideOf(kpi)}`, 'headline') },
    });
    return resting(said, kpi);
  }
  return say(path('quiet'), 'headline', { words: { period: sayPeriod(material.period, { year: false }) } });
}

/** How much of what there is could not be checked. */
export function uncheckedLine(say: Say, material: Material, role: 'headline' | 'data' = 'headline'): Line {
  const { all, checked, unchecked, uncheckedMore } = material.models;
  const facts = { models: all, checked };
  const [only] = unchecked;
  if (only && unchecked.length + uncheckedMore === 1) return say(path('unchecked'), role, { words: { model: only.title } });
  return say(path(checked.value === 0 ? 'unchecked-all' : 'unchecked-many'), role, { facts });
}

/** A direction word rests on its finding's facts, also where no figure stands beside it. */
const resting = (line: Line, finding: FindingMaterial): Line => ({
  ...line,
  facts: [...new Set([...line.facts, ...Object.values(finding.slots)])],
});

/** The model that is spoken of says classes: it is wrong or right, and misses by no amount. */
const wrongOf = ({ focus }: Material, modelId: string): '' | '-wrong' =>
  focus?.modelId === modelId && focus.error === 'wrong' ? '-wrong' : '';

const troubles = new Set(['error', 'kpi', 'rows', 'missing', 'run']);
const subjectOf = ({ key }: MatterMaterial): string => key.split(':')[0] ?? '';

/** Something to be done, such as an answer that experts wait for: behind it is nothing to be found out. */
const isTask = (matter: MatterMaterial): boolean => matter.kind !== 'alert' && !troubles.has(subjectOf(matter));

/** What is to be found out, by what the matter is about; a matter of an earlier week names it. */
function troubleOf(say: Say, material: Material, matter: MatterMaterial): Line {
  const subject = subjectOf(matter);
  const finding = material.findings.find((one) => matterOf(material, one)?.id === matter.id);
  const now = finding || matter.openedFor === material.period.start ? '-now' : '';
  const wrong = subject === 'error' ? wrongOf(material, matter.modelId) : '';
  const said = say(`executive.trouble.${troubles.has(subject) ? `${subject}${wrong}${now}` : 'other'}`, 'detail', {
    words: matterWords(matter),
  });
  return finding ? resting(said, finding) : said;
}
