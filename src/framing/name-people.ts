import { write } from '../audit/write.ts';
import { addLetters } from '../cards/open-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { parseInput } from '../shared/parse.ts';
import { happen, loadOpen, told } from './load.ts';
import { assertPeople } from './open-framing.ts';
import { idOfPart, partsOf } from './rules.ts';
import { parts, peopleInput, type PeopleInput } from './schemas.ts';
import { updateFraming } from './store.ts';

/** Says who thinks an idea through; a part that is left out stays as it is. Whoever is new gets a letter. */
export async function namePeople(ctx: Ctx, input: PeopleInput): Promise<{ changed: boolean }> {
  const { framingId, people } = parseInput(peopleInput, input);
  return write(ctx, async (w) => {
    const loaded = await loadOpen(w, framingId, 'framing.answer');
    const { row, card } = loaded;
    const named = parts.filter((part) => people[part] !== undefined && people[part] !== row[idOfPart[part]]);
    if (named.length === 0) return { changed: false };
    await assertPeople(w, people);
    const change = Object.fromEntries(named.map((part) => [idOfPart[part], people[part]!]));
    await updateFraming(w.db, framingId, change);
    const now = { ...row, ...change };
    await addLetters(w, card.id, partsOf(now));
    const data = { people: Object.fromEntries(named.map((part) => [part, people[part]!])) };
    await happen(w, { row: now, card }, { kind: 'named', data }, { tell: told });
    const before = Object.fromEntries(named.map((part) => [part, row[idOfPart[part]]]));
    w.audit({ verb: 'framing.name-people', subject: `framing:${framingId}`, detail: { before, after: data.people } });
    return { changed: true };
  });
}
