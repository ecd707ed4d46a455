import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import type { Asking } from './asking.ts';
import type { Fact } from '../shared/fact.ts';
import { beforeOf, wordsFor } from './sentences.ts';
import type { Subject } from './subject.ts';

/**
 * What goes in, what the model says and what happened are three things, and how far it missed a fourth: each is told from its
 * own figure. `path` is the group of sentences, such as `changes`.
 */
export function inputsLine(asking: Asking, subject: Subject, path: string): Line | undefined {
  const highest = subject.fact('psi-highest');
  if (!highest) return undefined;
  const lasting = subject.findings.filter((one) => one.kind === 'input-drift').map((one) => one.words['column'] ?? '');
  const level = subject.spec?.thresholds.psi ?? Infinity;
  const once = subject.distances.filter((one) => one.value >= level).map((one) => one.about);
  const name = lasting.length > 0 ? 'differ' : once.length > 0 ? 'once' : 'alike';
  const drifted = sayList((lasting.length > 0 ? lasting : once).map((column) => nameOf(asking, subject, column)));
  const words = { ...wordsFor(asking, subject), drifted };
  return asking.tell(`${path}.inputs.${name}`, 'drift', {
    facts: { highest },
    words,
    rests: [highest],
  });
}

/** What is above the level in this week alone: no finding yet, and no calm either. */
export function differsOnce(subject: Subject): Fact[] {
  const level = subject.spec?.thresholds.psi ?? Infinity;
  const columns = [
    subject.fact('psi-highest'),
    subject.fact('psi', 'prediction'),
    subject.fact('psi', subject.spec?.outcome.name),
  ];
  return columns.filter((fact) => fact !== undefined && fact.value >= level) as Fact[];
}

const nameOf = (asking: Asking, subject: Subject, column: string): string =>
  asking.voice === 'data-scientist' ? column : (subject.spec?.inputs.find((one) => one.name === column)?.phrase ?? column);

export function predictionsLine(asking: Asking, subject: Subject, path: string): Line | undefined {
  return columnLine(asking, subject, `${path}.predictions`, 'prediction', 'prediction-mean');
}

export function outcomeLine(asking: Asking, subject: Subject, path: string): Line | undefined {
  return subject.spec ? columnLine(asking, subject, `${path}.outcome`, subject.spec.outcome.name, 'outcome-mean') : undefined;
}

function columnLine(
  asking: Asking,
  subject: Subject,
  path: string,
  column: string,
  mean: 'prediction-mean' | 'outcome-mean',
): Line | undefined {
  const psi = subject.fact('psi', column);
  const now = subject.fact(mean);
  if (!psi) return undefined;
  const lasting = subject.findings.some((one) => one.key === `drift:${column}`);
  const high = psi.value >= (subject.spec?.thresholds.psi ?? Infinity);
  const name = lasting ? 'differ' : high ? 'once' : 'alike';
  const telling = {
    facts: { psi, now },
    words: { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before(mean)) },
    rests: [psi],
  };
  return asking.tell(`${path}.${name}${now ? '' : '-classes'}`, 'drift', telling);
}
