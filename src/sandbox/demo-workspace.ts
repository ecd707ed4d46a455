import type { SandboxOptions } from './options.ts';

const chicago = 'America/Chicago';
const person = (userId: string, name: string, role: string, title: string, tz = chicago) => ({
  userId,
  name,
  role,
  title,
  tz,
  email: `${name.toLowerCase().replace(' ', '.')}@skyway.example`,
});

/** The airline of the demo: who is there and which channels they are in. */
export const demoWorkspace = {
  team: { id: 'T0LEEWAY', name: 'Skyway Airlines (demo)' },
  bot: { userId: 'U0LEEWAY', botId: 'B0LEEWAY', name: 'Leeway' },
  personas: [
    person('U0EXEC', 'Dana Whitfield', 'executive', 'VP Operations'),
    person('U0EXPERT', 'Marcus Bell', 'expert', "Duty manager, O'Hare"),
    person('U0DATA', 'Priya Raman', 'data scientist', 'Data scientist'),
    person('U0ENG', 'Tom Okafor', 'engineer', 'Engineer'),
    person('U0ENG2', 'Lena Fischer', 'second engineer', 'Engineer', 'Europe/Berlin'),
    person('U0COMP', 'Grace Liu', 'compliance', 'Compliance'),
  ],
  channels: [
    { id: 'C0HEALTH', name: 'model-health', topic: 'How the models are doing', members: 'everyone' },
    { id: 'C0APPROVE', name: 'model-approvals', topic: 'What waits for a decision', members: 'everyone' },
    { id: 'C0FLIGHT', name: 'flight-ops', topic: 'Daily operations', members: 'everyone' },
    { id: 'C0AUDIT', name: 'audit-trail', topic: 'The seal of the record, for everybody to keep', members: 'everyone' },
    { id: 'C0DATASCI', name: 'data-science', topic: 'Models, data and experiments', members: 'everyone' },
  ],
} as const satisfies Pick<SandboxOptions, 'team' | 'bot' | 'personas' | 'channels'>;
