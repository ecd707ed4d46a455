import { sayDay } from '../shared/period.ts';
import { joinLines, type Line } from './line.ts';
import type { Material } from './material.ts';
import { focusWords, sayList } from './shared-rules.ts';
import type { Say } from './templates.ts';

/** How much was checked: the rows of the model that is spoken of, and the models in all. Silence must not pass for health. */
export function coverageLine(
  say: Say,
  material: Material,
  voice: 'executive' | 'data-scientist',
  brief = false,
): Line | undefined {
  return joinLines('coverage', [
    voice === 'executive' ? rowsLine(say, material, brief) : undefined,
    modelsLine(say, material, voice),
    material.awaited
      ? say(`${voice}.coverage.awaited`, 'coverage', { words: { week: `week of ${sayDay(material.awaited.start)}` } })
      : undefined,
  ]);
}

function rowsLine(say: Say, material: Material, brief: boolean): Line | undefined {
  const { focus, models } = material;
  const rows = focus?.fact('rows');
  if (!focus || !rows) return undefined;
  const facts = { rows, labelled: focus.fact('labelled'), fallback: focus.fact('fallback-count') };
  const words = focusWords(focus);
  const whole = (focus.fact('unlabelled')?.value ?? 0) === 0;
  const counted = brief && models.all.value === 1 ? (whole ? 'one-model' : 'one-model-labelled') : whole ? 'all' : 'labelled';
  const said = say(`executive.coverage.${counted}`, 'coverage', { facts, words });
  if (brief || !facts.fallback?.value || !focus.fallbackPhrase) return said;
  const fallback = say('executive.coverage.fallback', 'coverage', { facts, words });
  return { ...said, text: `${said.text.replace(/\.$/, '')}; ${fallback.text}`, facts: [...said.facts, ...fallback.facts] };
}

function modelsLine(say: Say, material: Material, voice: 'executive' | 'data-scientist'): Line | undefined {
  const { all, checked, unchecked, uncheckedMore } = material.models;
  if (all.value === 0 || (all.value === 1 && checked.value === 1)) return undefined;
  const facts = { models: all, checked };
  if (checked.value === all.value) return say(`${voice}.coverage.models-all`, 'coverage', { facts });
  const shown = voice === 'executive' ? unchecked.slice(0, maxNamesForExecutives) : unchecked;
  const names = shown.map(({ title, reason }) =>
    voice === 'executive' || !reason ? title : `${title} (${reason.replace(/\.$/, '')})`,
  );
  const list = uncheckedMore + unchecked.length > shown.length ? `${names.join(', ')} and others` : sayList(names);
  // “0 of 1 models” says less than its name.
  const name = all.value === 1 ? 'models-only' : 'models-some';
  return say(`${voice}.coverage.${name}`, 'coverage', { facts, words: { unchecked: list } });
}

const maxNamesForExecutives = 3;
