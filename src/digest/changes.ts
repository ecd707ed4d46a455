import { production } from '../registry/rules.ts';
import type { Fact } from '../shared/fact.ts';
import { dayIn, sayWeekday } from '../shared/period.ts';
import type { OrderJson, TurnJson } from './happenings-store.ts';
import type { Line } from './line.ts';
import type { Material } from './material.ts';
import type { Say } from './templates.ts';

/** More than these few are for the thread. */
const maxChanges = 3;

export const ruleWords = 'a rule agreed beforehand';

/** What was put live, taken back, paused or resumed in production in the week, oldest first. */
export function changeLines(say: Say, material: Material): { shown: Line[]; rest: Line[] } {
  const { orders, turns } = material.happenings;
  const lines = [
    ...orders.map((one) => ({ at: one.finishedAt, one, name: orderName(one) })),
    ...turns.map((one) => ({ at: one.at, one, name: turnNames[one.verb] })),
  ]
    .filter(({ one }) => one.environment === production)
    .toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at))
    .map(({ one, at, name }) =>
      say(`executive.change.${name}`, 'change', {
        words: {
          model: one.modelTitle,
          version: 'version' in one ? String(one.version) : '',
          day: sayWeekday(dayIn(material.organisation.zone, new Date(at))),
          by: one.by ?? ruleWords,
        },
      }),
    );
  // The newest stay in sight.
  return { shown: lines.slice(-maxChanges), rest: lines.slice(0, -maxChanges) };
}

export const orderName = ({ kind, state }: OrderJson): string =>
  kind === 'promotion' ? (state === 'succeeded' ? 'live' : 'not-live') : state === 'succeeded' ? 'back' : 'not-back';

export const turnNames: Record<TurnJson['verb'], string> = {
  'deploy.pause': 'paused',
  'deploy.resume': 'resumed',
  'deploy.act-by-rule': 'held-back',
};

/** Models of which the newest order was to take a version back, and did not come about: nobody knows for sure what runs. */
export function notBackOf(material: Material): OrderJson | undefined {
  const newest = new Map<string, OrderJson>();
  for (const one of material.happenings.orders.filter((order) => order.environment === production)) {
    const known = newest.get(one.modelId);
    if (!known || Date.parse(one.finishedAt) > Date.parse(known.finishedAt)) newest.set(one.modelId, one);
  }
  return [...newest.values()].find((one) => orderName(one) === 'not-back');
}

/** How long what went live was on its way, with the waiting for people apart. */
export function leadLines(say: Say, material: Material): Line[] {
  return material.happenings.orders
    .filter((one) => one.environment === production)
    .flatMap((one) => {
      const facts = leadOf(material, one);
      const words = { model: one.modelTitle, version: String(one.version) };
      return facts ? [say('executive.details.lead', 'detail', { facts, words })] : [];
    });
}

export function leadOf(material: Pick<Material, 'facts'>, { lead }: OrderJson): Record<string, Fact> | undefined {
  const find = (name: string) => material.facts.get(lead?.[name] ?? '');
  const [total, waiting, manual] = [find('lead-time'), find('requested-decided'), find('manual-steps')];
  return total && waiting && manual ? { total, waiting, manual } : undefined;
}
