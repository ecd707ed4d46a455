import { write } from '../../src/audit/write.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { putPerson, putTeam } from '../../src/people/put-person.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { modelInput, type ModelInput, type VersionInput } from '../../src/registry/schemas.ts';
import type { Role } from '../../src/shared/actor.ts';

const people: Record<string, Role[]> = {
  dana: ['executive'],
  marcus: ['expert'],
  priya: ['data-scientist'],
  tom: ['engineer'],
  grace: ['compliance'],
};

/** The people of an airline and their team, straight into the database. */
export async function putSkyway(system: Ctx): Promise<void> {
  await write(system, async (w) => {
    await putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null });
    for (const [id, roles] of Object.entries(people)) {
      const name = `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`;
      const slack = { slackTeamId: 'T0LEEWAY', slackUserId: `U0${id.toUpperCase()}` };
      const teams = id === 'tom' || id === 'priya' ? ['network-operations'] : [];
      await putPerson(
        w,
        { id, name, email: null, title: null, zone: 'America/Chicago', ...slack, active: true, roles, teams },
        [],
      );
    }
  });
}

export const flightDelay: ModelInput = {
  id: 'flight-delay',
  title: 'Flight Delay',
  teamId: 'network-operations',
  companyGoal: 'Eight of ten flights on time',
  unitSingular: 'flight',
  unitPlural: 'flights',
  owners: { business: 'dana', operations: 'tom', 'data-science': 'priya' },
};

export async function putModels(system: Ctx, ...models: ModelInput[]): Promise<void> {
  await write(system, async (w) => {
    for (const one of models) await putModel(w, modelInput.parse(one));
  });
}

export const digestOf = (letter: string): string => letter.repeat(64);

/** A version made of January, with one figure. */
export const aVersion = (more: Partial<VersionInput> = {}): VersionInput => ({
  modelId: 'flight-delay',
  artifact: 'models/v1.csv',
  artifactDigest: digestOf('a'),
  dataStart: '2001-01-01',
  dataEnd: '2001-02-01',
  dataDigest: digestOf('d'),
  codeCommit: 'abc123',
  metrics: [
    {
      name: 'mae',
      value: 17.5,
      unit: 'minutes',
      periodStart: '2001-02-05',
      periodEnd: '2001-02-12',
      population: 'all 113,229 flights',
      assumptions: 'every delay is known',
    },
  ],
  ...more,
});
