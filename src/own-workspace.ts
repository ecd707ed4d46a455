import type { Ctx } from './db/ctx.ts';
import { readOrganisation } from './people/organisation.ts';
import { listPeople, maxPeoplePage } from './people/read-persons.ts';
import { demoWorkspace } from './sandbox/demo-workspace.ts';
import type { SandboxOptions } from './sandbox/options.ts';

export type SandboxWorkspace = Pick<SandboxOptions, 'team' | 'bot' | 'personas' | 'channels' | 'zone'>;

/** The demo's organisation; its people and channels stand in the sandbox even before its file was applied. */
const demoOrganisation = 'Skyway Airlines';

/**
 * Who is in the sandbox: the people and channels of the installation's own leeway.yml; undefined where that is the demo's,
 * or there is none yet, or nobody in it has a Slack account.
 */
export async function readOwnWorkspace(ctx: Ctx): Promise<SandboxWorkspace | undefined> {
  const organisation = await readOrganisation(ctx);
  if (!organisation || organisation.name === demoOrganisation) return undefined;
  const { people } = await listPeople(ctx, { limit: maxPeoplePage });
  const members = people.filter((person) => person.active && person.slackUserId !== null);
  const teamId = members[0]?.slackTeamId;
  if (!teamId) return undefined;
  const channels = Object.entries(organisation.channels);
  return {
    team: { id: teamId, name: organisation.name, note: organisation.note ?? 'Your own model, in a sandbox' },
    bot: demoWorkspace.bot,
    zone: organisation.zone,
    personas: members
      .filter((person) => person.slackTeamId === teamId)
      .map((person) => ({
        userId: person.slackUserId!,
        name: person.name,
        role: person.roles.map((role) => role.replaceAll('-', ' ')).join(', ') || 'member',
        title: person.title ?? '',
        tz: person.zone,
        email: person.email ?? `${person.id}@sandbox.example`,
      })),
    channels:
      channels.length > 0
        ? channels.map(([name, id]) => ({ id, name, topic: '', members: 'everyone' as const }))
        : demoWorkspace.channels,
  };
}
