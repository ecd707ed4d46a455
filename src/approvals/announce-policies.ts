import type { WriteCtx } from '../audit/write.ts';
import { say } from '../outbox/say.ts';
import { sayClock } from '../shared/period.ts';
import { currentConfigurationPolicy } from './configuration-policy.ts';
import { destinationOf } from './open-request.ts';
import { readPolicies } from './read-policies.ts';
import { readRequest } from './read-request.ts';
import type { RequestRow } from './request-store.ts';

const lineOfPolicy = /^([+~-]) policy ([a-z][a-z0-9_-]*)(?:: (.*))?$/;
/** Of one policy; its request's card has them all. */
const maxSaid = 6;

/**
 * Tells the channel in which a policy's requests are decided what changed about it, from when, who agreed and how to object.
 * In the transaction that carried the change out; says nothing where a request changed no policy.
 */
export async function announcePolicies(w: WriteCtx, row: RequestRow): Promise<void> {
  const changed = Map.groupBy(policyLines(row.payload), (line) => line.id);
  if (changed.size === 0) return;
  const policies = await readPolicies(w);
  const usual = await currentConfigurationPolicy(w);
  const request = await readRequest(w, row.id);
  const agreed = request.seats
    .flatMap(({ votes }) => votes)
    .filter((vote) => vote.decision === 'approve')
    .map((vote) => vote.name);
  const byChannel = new Map<string, string[]>();
  for (const [id, lines] of changed) {
    const spec = policies.find((one) => one.id === id)?.spec;
    const title = `The policy “${spec?.title ?? id}” ${spec ? 'has changed' : 'is in force no longer'}: ${sayLines(lines)}.`;
    const destination = await destinationOf(w, (spec ?? usual.spec).channel);
    byChannel.set(destination, [...(byChannel.get(destination) ?? []), title]);
  }
  const who = [...new Set(agreed)];
  const after = [
    `It holds since ${sayClock(w.now, usual.spec.zone)}; requests made before keep the policy that was in force then.`,
    ...(row.reason ? [`Why: ${row.reason}`] : []),
    `Asked for by ${request.requester.name} (request ${row.number}${who.length > 0 ? `, agreed to by ${who.join(' and ')}` : ''}); its card says it in full.`,
    `You object? Tell ${who[0] ?? request.requester.name}: it is put back the same way, by a request that somebody else agrees to.`,
  ];
  for (const [destination, titles] of byChannel)
    await say(w, {
      kind: 'notice',
      data: { text: [...titles, ...after].join('\n') },
      destination,
      dedupeKey: `policies ${row.id} ${destination}`,
    });
}

interface PolicyLine {
  id: string;
  sign: string;
  what: string;
}
/** The lines of a request's changes that are about policies, as leeway.yml's comparison writes them. */
function policyLines(payload: unknown): PolicyLine[] {
  const { changes = [] } = payload as { changes?: string[] };
  return changes.flatMap((line) => {
    const [, sign, id, what = ''] = lineOfPolicy.exec(line) ?? [];
    return sign && id ? [{ id, sign, what }] : [];
  });
}

const words: Record<string, string> = { '+': 'new', '~': 'changed', '-': 'gone' };

function sayLines(lines: readonly PolicyLine[]): string {
  const said = lines
    .slice(0, maxSaid)
    .map(({ sign, what }) => (sign === '~' ? what : [words[sign], what].filter(Boolean).join(' ')));
  const more = lines.length > maxSaid ? ` and ${lines.length - maxSaid} more` : '';
  return `${said.join('; ')}${more}`;
}
