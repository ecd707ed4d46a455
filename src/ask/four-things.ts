import type { Line } from '../digest/line.ts';
import { sayList } from '../digest/shared-rules.ts';
import type { Asking } from './asking.ts';
import { beforeOf, wordsFor } from './sentences.ts';
import type { Subject } from './subject.ts';

/**
 * What goes in, what the model says and what happened are three things, and how far it missed a fourth: each is told from its
 * own figure. `path` is the group of sentences, such as `changes`.
 */
export function inputsLine(asking: Asking, subject: Subject, path: string): Line | undefined {
  const highest = subject.fact('psi-highest');
  if (!highest) return undefined;
  const drifts = subject.findings.filter((one) => one.kind === 'input-drift');
  const name = asking.voice === 'data-scientist' ? 'column' : 'phrase';
  const drifted = sayList(drifts.map((one) => one.words[name] ?? ''));
  const words = { ...wordsFor(asking, subject), drifted };
  return asking.tell(`${path}.inputs.${drifts.length > 0 ? 'differ' : 'alike'}`, 'drift', {
    facts: { highest },
    words,
    rests: [highest],
  });
}

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
  if (!psi || !now) return undefined;
  const drifted = subject.findings.some((one) => one.key === `drift:${column}`);
  const telling = {
    facts: { psi, now },
    words: { ...wordsFor(asking, subject), before: beforeOf(asking, subject.before(mean)) },
    rests: [psi],
  };
  return asking.tell(`${path}.${drifted ? 'differ' : 'alike'}`, 'drift', telling);
}
