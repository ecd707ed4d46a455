import { sayDayYear } from '../shared/period.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import { sayList } from './shared-rules.ts';
import type { Say } from './templates.ts';

type Voice = 'executive' | 'data-scientist';

/** What customers complained of in the period, beside KPI and error; models of which nobody counted are left out. */
export const complaintLines = (say: Say, voice: Voice, material: Material): Line[] =>
  material.happenings.complaints.flatMap((complaints) => {
    const find = (id: string | null) => material.facts.get(id ?? '');
    const [now, before, passed] = [find(complaints.now), find(complaints.before), find(complaints.passed)];
    const words = { model: complaints.modelTitle };
    const counted =
      now &&
      say(`${voice}.complaints.${before ? 'then' : 'alone'}`, 'kpi', { facts: { now, ...(before ? { before } : {}) }, words });
    // Who builds it reads what experts heard themselves; it is no count of all, and never added to one.
    const heard =
      passed && voice === 'data-scientist' && passed.value > 0
        ? say('data-scientist.complaints.passed', 'kpi', { facts: { passed }, words })
        : undefined;
    return [counted, heard].filter((one) => one !== undefined);
  });

/** Changes in the business that have just begun or come: which models they touch, and whether their owners have looked. */
export const comingLines = (say: Say, voice: 'executive.details' | 'data-scientist', material: Material): Line[] =>
  material.happenings.changes.map(({ number, startsOn, models, open }) => {
    const name = startsOn <= material.today ? 'begun' : 'coming';
    const looked = open === 0 ? 'seen' : open === models.length ? 'unseen' : 'partly';
    const words = { number: String(number), day: sayDayYear(startsOn), models: sayList(models) };
    const looks = say(`${voice}.coming.${looked}`, 'detail');
    return say(`${voice}.coming.${name}`, 'detail', { words: { ...words, looks } });
  });
