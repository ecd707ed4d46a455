import { sayDayYear } from '../shared/period.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import { sayList } from './shared-rules.ts';
import type { Say } from './templates.ts';

type Voice = 'executive' | 'data-scientist';

/** What customers complained of in the period, beside KPI and error; models of which nobody counted are left out. */
export const complaintLines = (say: Say, voice: Voice, material: Material): Line[] =>
  material.happenings.complaints.flatMap(({ modelTitle, now: nowId, before: beforeId }) => {
    const [now, before] = [material.facts.get(nowId), material.facts.get(beforeId ?? '')];
    if (!now) return [];
    const name = `${voice}.complaints.${before ? 'then' : 'alone'}`;
    return [say(name, 'kpi', { facts: { now, ...(before ? { before } : {}) }, words: { model: modelTitle } })];
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
