import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { onStatement } from '../../src/db/db.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { modelVersion } from '../../src/db/schema/registry.ts';
import { versionGate } from '../../src/db/schema/validation.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { modelInput } from '../../src/registry/schemas.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { recordLeadTime } from '../../src/approvals/lead-time.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { readEdition } from '../../src/digest/read-edition.ts';
import { factsOf } from '../../src/digest/schemas.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { newId } from '../../src/shared/ids.ts';
import { start, useBench } from '../approvals/fixture.ts';

const bench = useBench();
const monday = '2001-06-25T14:00:00Z';
/** In the week of 18 June, which the digest of Monday the 25th tells of. */
const tuesday = '2001-06-19T15:00:00Z';

beforeEach(async () => {
  await write(bench.system(), async (w) => {
    const common = { industry: 'airlines', zone: 'America/Chicago', weekday: 1, hour: 9, teamId: null, reportsTo: null };
    await putAudience(w, { ...common, id: 'executives', title: 'Executives', voice: 'executive', channel: 'C0HEALTH' });
    await putAudience(w, { ...common, id: 'scientists', title: 'Data scientists', voice: 'data-scientist', channel: 'C0DATA' });
  });
});

async function compose(voice: 'executives' | 'scientists' = 'executives', destination = 'C0HEALTH', now = start) {
  const input = { audienceId: voice, destination, periodStart: now === monday ? '2001-06-18' : '2001-06-11' };
  const made = await composeDigest(bench.system(now), input);
  const { id, body } = made!;
  expect((await readEdition(bench.system(), id)).body).toEqual(body);
  expect(await readFacts(bench.system(), factsOf(body))).toHaveLength(factsOf(body).length);
  return { body, text: [body.headline, ...body.lines].map((line) => line.text.replaceAll('\u00a0', ' ')).join('\n') };
}

async function secondModel(): Promise<void> {
  const { db } = bench.database;
  await write(bench.system(), (w) => {
    const owners = { business: 'dana', operations: 'tom', 'data-science': 'priya' };
    return putModel(w, modelInput.parse({ id: 'crew-need', title: 'Crew Need', teamId: 'network-operations', owners }));
  });
  const versions = await db.select().from(modelVersion).where(eq(modelVersion.modelId, 'flight-delay'));
  await db.insert(modelVersion).values(versions.map((one) => ({ ...one, id: newId(), modelId: 'crew-need' })));
  const gates = await db.select().from(versionGate);
  await db.insert(versionGate).values(gates.map((one) => ({ ...one, modelId: 'crew-need' })));
}

describe('a request that waits', () => {
  it('is the verdict for those whose seat is empty, and no more once it is filled', async () => {
    const requestId = await bench.request();
    const { body, text } = await compose();
    expect(text).toContain('Decision for you by Thu 21 June: should version 3 go live?');
    expect(body.decision).toEqual({ requestId, title: 'version 3 of Flight Delay in production' });
    const [message] = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, 'edition'));
    expect(message?.data).toMatchObject({ shows: [`approval:${requestId}`] });
    await bench.vote('dana', requestId);
    const after = await compose('executives', 'C0LATER');
    expect(after.text).not.toContain('Decision for you');
    expect(after.body.decision).toBeNull();
    await bench.vote('tom', requestId);
    // The text stands; its button goes and what became of the question is said.
    const edits = await bench.database.db.select().from(outboxMessage).where(eq(outboxMessage.updates, message!.id));
    expect(edits.map((one) => one.kind)).toEqual(['edition']);
  });

  it('asks one person of what waits for that person alone', async () => {
    await bench.request();
    expect((await compose('executives', 'person:dana')).body.decision).not.toBeNull();
    expect((await compose('executives', 'person:marcus')).body.decision).toBeNull();
    expect((await compose('executives', 'person:priya')).body.decision).toBeNull();
  });

  it('tells of the one that ends first, and of the others in the thread', async () => {
    await secondModel();
    await bench.request('priya', { modelId: 'crew-need' }, '2001-06-18T18:00:00Z');
    const first = await bench.request('priya', {}, '2001-06-18T14:00:00Z');
    const { body } = await compose('executives', 'C0HEALTH', '2001-06-18T19:00:00Z');
    expect(body.decision?.requestId).toBe(first);
    expect(body.details.map((line) => line.text)).toContain(
      'And one more decision waits for you: version 3 of Crew Need in production by Thu 21 June.',
    );
  });

  it('takes as many statements as where none waits', async () => {
    const statements = async (destination: string): Promise<number> => {
      let count = 0;
      const stop = onStatement(() => count++);
      await composeDigest(bench.system(), { audienceId: 'executives', destination, periodStart: '2001-06-11' });
      stop();
      return count;
    };
    await statements('C0WARM');
    const none = await statements('C0NONE');
    await secondModel();
    await bench.request('priya', { modelId: 'crew-need' });
    await bench.request();
    const two = await statements('C0TWO');
    // Each message of the thread is a statement of its own.
    expect(two).toBeLessThanOrEqual(none + 2);
    expect(two).toBeLessThanOrEqual(26);
  });

  it('leaves out what belongs to another team', async () => {
    await bench.request();
    const common = { industry: 'airlines', zone: 'America/Chicago', weekday: 1, hour: 9, reportsTo: null };
    await write(bench.system(), (w) =>
      putAudience(w, { ...common, id: 'executives', title: 'E', voice: 'executive', channel: 'C0HEALTH', teamId: 'elsewhere' }),
    );
    expect((await compose()).body.decision).toBeNull();
  });
});

describe('a week in which a version went live', () => {
  beforeEach(async () => {
    const requestId = await bench.request('priya', {}, '2001-06-18T15:00:00Z');
    await bench.vote('dana', requestId, {}, tuesday);
    await bench.vote('tom', requestId, {}, tuesday);
    const orders = await bench.database.db.select().from(deploymentOrder);
    const order = orders[0]!;
    const live = new Date('2001-06-19T15:30:00Z');
    await bench.database.db.update(deploymentOrder).set({ state: 'succeeded', finishedAt: live, startedAt: live });
    await write(bench.system(), (w) =>
      recordLeadTime(w, {
        orderId: order.id,
        modelId: 'flight-delay',
        version: 3,
        zone: 'America/Chicago',
        at: {
          registered: new Date('2001-06-18T13:30:00Z'),
          requested: new Date('2001-06-18T15:00:00Z'),
          decided: new Date(tuesday),
          started: live,
          live,
        },
        manualSteps: 3,
      }),
    );
    await pause(await bench.as('tom', '2001-06-20T15:00:00Z'), { modelId: 'flight-delay', environment: 'production' });
    await resume(await bench.as('tom', '2001-06-20T16:00:00Z'), { modelId: 'flight-delay', environment: 'production' });
  });

  it('is told to executives with how long it took in the thread', async () => {
    const { body, text } = await compose('executives', 'C0HEALTH', monday);
    expect(text).toContain('*Version 3 of Flight Delay is live* since Tue 19 June.');
    expect(text).toContain('*Flight Delay was paused* on Wed 20 June, by Tom.');
    expect(text).toContain('Flight Delay is used again since Wed 20 June.');
    expect(body.details.map((line) => line.text.replaceAll('\u00a0', ' '))).toContain(
      'Version 3 of Flight Delay took 26.0 hours from registered to live; 24.0 hours of it was waiting for people. Steps by hand: 3.',
    );
  });

  it('is a line each for data scientists, in the audience’s days', async () => {
    const { text } = await compose('scientists', 'C0DATA', monday);
    expect(text).toContain('Request 1: version 3 of Flight Delay in production, approved Tue 19 June by Dana and Tom.');
    expect(text).toContain(
      '*flight-delay v3 live* in production since Tue 19 June. Lead time 26.0 hours, 24.0 hours of it waiting for approval; manual steps: 3.',
    );
    expect(text).toContain('*flight-delay paused* in production, Wed 20 June, by Tom.');
    expect(text).toContain('flight-delay resumed in production, Wed 20 June, by Tom.');
  });

  it('is told once', async () => {
    const input = { audienceId: 'scientists', destination: 'C0NEXT', periodStart: '2001-06-25' };
    const made = await composeDigest(bench.system('2001-07-02T14:00:00Z'), input);
    expect(JSON.stringify(made!.body)).not.toContain('v3 live');
  });
});
