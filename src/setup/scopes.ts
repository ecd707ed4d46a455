/** A permission that the app asks of Slack: what Leeway does with it, and what people notice where it is refused. */
export interface Scope {
  name: string;
  why: string;
  without: string;
  /** Leeway cannot do its work without it. */
  needed: boolean;
}

/** Every scope of manifest.yml; the manifest's comments, docs/slack.md and the doctor say the same of them. */
export const scopes: readonly Scope[] = [
  {
    name: 'chat:write',
    why: 'Posts digests, answers and requests, and keeps them up to date.',
    without: 'Leeway can say nothing in Slack.',
    needed: true,
  },
  {
    name: 'commands',
    why: 'Takes /leeway and “Flag to Leeway” in a message’s menu.',
    without: 'Nobody can use /leeway or flag a message from its menu.',
    needed: true,
  },
  {
    name: 'app_mentions:read',
    why: 'Hears it when somebody writes @Leeway in a channel.',
    without: 'Leeway does not answer when it is mentioned; /leeway and buttons still work.',
    needed: false,
  },
  {
    name: 'im:history',
    why: 'Reads what people write to Leeway in a direct message.',
    without: 'Leeway does not answer direct messages; /leeway and buttons still work.',
    needed: false,
  },
  {
    name: 'channels:history',
    why: 'Reads replies in its own threads of public channels, and looks whether a message arrived before it is sent again.',
    without:
      'In public channels a reply needs @Leeway or a button, a message of doubtful outcome waits for the operator, and the audit channel’s seals cannot be read back.',
    needed: false,
  },
  {
    name: 'groups:history',
    why: 'The same in private channels that Leeway was invited to.',
    without: 'In private channels a reply needs @Leeway or a button, and a message of doubtful outcome waits for the operator.',
    needed: false,
  },
  {
    name: 'channels:read',
    why: 'Lets the doctor see whether Leeway is in a public channel, and what it is called.',
    without: 'The doctor cannot say which invitation to a public channel is missing.',
    needed: false,
  },
  {
    name: 'groups:read',
    why: 'The same for private channels that Leeway was invited to.',
    without: 'The doctor cannot check private channels.',
    needed: false,
  },
  {
    name: 'files:write',
    why: 'Uploads the charts of a digest.',
    without: 'Digests come without their charts.',
    needed: false,
  },
  {
    name: 'files:read',
    why: 'Sees that an uploaded chart is ready, and reads a CSV file that somebody hands to Leeway.',
    without: 'Digests come without their charts, and nobody can hand over a file.',
    needed: false,
  },
  {
    name: 'users:read',
    why: 'Lets the doctor see whether an account of leeway.yml is still in use.',
    without: 'The doctor cannot say whose account was switched off; e-mail addresses cannot be looked up either.',
    needed: false,
  },
  {
    name: 'users:read.email',
    why: 'Finds a person’s Slack account by their address in leeway.yml, once.',
    without: 'Each person in leeway.yml needs their Slack user id.',
    needed: false,
  },
];
