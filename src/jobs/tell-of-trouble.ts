import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { personIn } from '../outbox/destination.ts';
import { readUndelivered, type Undelivered } from '../outbox/read-undelivered.ts';
import { say, type Say } from '../outbox/say.ts';
import { showsTrouble } from '../outbox/trouble.ts';
import { listOperators } from '../people/list-administrators.ts';
import { readOrganisation } from '../people/organisation.ts';
import { readPerson } from '../people/read-persons.ts';
import type { Jobs } from '../queue/queue.ts';
import { isLeewayError } from '../shared/errors.ts';

/** Messages do not go out: the operators hear of each cause, and whoever said one hears that it has not arrived. */
export async function tellOfTrouble(ctx: Ctx, about: Jobs['outbox-trouble']): Promise<void> {
  const undelivered = 'cause' in about ? undefined : await readUndelivered(ctx, about);
  // One letter a cause and day: a letter stays in step with what waits, so a second one says nothing new.
  const occasion = 'cause' in about ? `${about.cause}:${ctx.now.toISOString().slice(0, 10)}` : undelivered?.occasion;
  if (!occasion) return;
  const operators = 'message' in about ? [] : await listOperators(ctx);
  const what = undelivered && (await whatOf(ctx, undelivered.destination));
  await write(ctx, async (w) => {
    for (const id of operators) if (undelivered?.destination !== `person:${id}`) await say(w, operatorLetter(id, occasion));
    if (undelivered && what) for (const id of undelivered.sayers) await say(w, sayerLetter(id, occasion, what, undelivered));
  });
}

const operatorLetter = (id: string, occasion: string): Say<'outbox-trouble'> => ({
  kind: 'outbox-trouble',
  data: {},
  destination: `person:${id}`,
  shows: [showsTrouble],
  dedupeKey: `outbox-trouble:${id}:${occasion}`,
});

const sayerLetter = (id: string, occasion: string, what: string, { isHeld }: Undelivered): Say<'notice'> => ({
  kind: 'notice',
  data: {
    text: isHeld
      ? `${what} has not arrived: Slack does not let me write there. I keep it and send it as soon as that is put right. Those who run Leeway have been told.`
      : `${what} could not be sent. I keep it, and those who run Leeway have been told.`,
  },
  destination: `person:${id}`,
  dedupeKey: `undelivered:${id}:${occasion}`,
});

/** What did not arrive, as whoever had it said calls it. In a direct message with Leeway they had asked it something. */
async function whatOf(ctx: Ctx, destination: string): Promise<string> {
  if (/^D[A-Z0-9]+$/.test(destination)) return 'My answer to you';
  return `What you had me tell ${await nameOf(ctx, destination)}`;
}

/** Where a message was to go, as a person says it. */
async function nameOf(ctx: Ctx, destination: string): Promise<string> {
  const personId = personIn(destination);
  if (!personId) {
    const channels = (await readOrganisation(ctx))?.channels ?? {};
    const name = Object.keys(channels).find((one) => channels[one] === destination);
    return name ? `#${name}` : destination.startsWith('#') ? destination : `the channel ${destination}`;
  }
  try {
    return (await readPerson(ctx, personId)).name;
  } catch (error) {
    if (isLeewayError(error, 'not-found')) return personId;
    throw error;
  }
}
