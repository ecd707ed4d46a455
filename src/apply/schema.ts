import { z } from 'zod';
import { policySpec } from '../approvals/policy.ts';
import { voices } from '../db/schema/digest.ts';
import { ownerKinds, riskClasses } from '../db/schema/registry.ts';
import { deployersSpec } from '../deploy/webhooks.ts';
import { monitorSpec } from '../monitor/schemas.ts';
import { aliasName, digest, modelId } from '../registry/schemas.ts';
import { roles } from '../shared/actor.ts';
import { draftOf, withTemplate } from './draft.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const key = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'expected lower-case letters, digits, - and _, starting with a letter');
const day = z.iso.date('expected a day such as 2001-02-01');
const zone = text(60).describe('A time zone such as America/Chicago.');
const version = z.number().int().min(1).max(1_000_000);
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const weekday = z.enum(weekdays);
const hour = z.number().int().min(0).max(23);
/** A stretch of days; the end is the first day that no longer counts. */
const window = z.strictObject({ start: day, end: day.describe('The first day that no longer counts.') });

const organisation = z.strictObject({
  name: text(120),
  zone,
  industry: text(63).describe('Decides the analogies that terms are explained with.'),
  note: text(120).optional().describe('Stands under every digest, such as that the company is simulated.'),
  slackTeam: z
    .string()
    .regex(/^T[A-Z0-9]{1,30}$/, 'expected a Slack workspace id such as T0LEEWAY')
    .optional(),
  auditChannel: text(80)
    .optional()
    .describe('Where the audit chain’s head is published: a channel whose readers do not run Leeway.'),
  goals: z
    .array(text(300))
    .max(50)
    .default([])
    .describe('What the organisation wants; each model names the goal that it serves.'),
});

/** Who answers for a model, by kind. */
const owners = z.partialRecord(z.enum(ownerKinds), key);

/** Owners of every model whose id fits, where the model itself names none of that kind. */
const ownerRule = z.strictObject({
  match: z
    .string()
    .regex(/^[a-z0-9._*?-]{1,100}$/i, 'expected a model’s id with * for any characters, such as pricing-*')
    .describe('A model’s id; * stands for any characters, ? for one.'),
  business: key.optional(),
  operations: key.optional(),
  'data-science': key.optional(),
});

const team = z.strictObject({
  name: text(120),
  businessUnit: text(120).optional(),
  channel: text(80).optional().describe('Where those who build its models talk; complaints about them are dealt with there.'),
  answersWithinDays: z
    .number()
    .int()
    .min(1)
    .max(30)
    .default(5)
    .describe('Working days within which whoever complains about a model of this team gets an answer.'),
  owners: owners.default({}).describe('Of its models, where neither the model nor a rule under `owners` names one of that kind.'),
});

const slackAccount = z.strictObject({
  user: z.string().regex(/^[UW][A-Z0-9]{1,30}$/, 'expected a Slack user id such as U0EXEC'),
  team: z
    .string()
    .regex(/^T[A-Z0-9]{1,30}$/, 'expected a Slack workspace id such as T0LEEWAY')
    .optional(),
});

/** People paste what Slack shows beside the id: `C0HEALTH|#model-health`, `<#C0HEALTH|model-health>`. */
const channelId = z.string().regex(/^[CG][A-Z0-9]{1,30}$/, {
  error: ({ input }) => {
    const id = /^<?#?([CG][A-Z0-9]{1,30})\|/.exec(String(input))?.[1];
    return `expected a Slack channel id such as C0HEALTH${id ? `: write ${id} alone` : ''}`;
  },
});

const person = z.strictObject({
  name: text(120),
  title: text(120).optional(),
  email: z.email().max(254).optional().describe('Without `slack`, `leeway slack doctor` finds the account by it, once.'),
  zone: zone.optional().describe('The organisation’s, when left out.'),
  slack: z
    .union([slackAccount, z.array(slackAccount).min(1).max(10)])
    .optional()
    .describe('Their Slack user, or a list of all that are theirs: the first gets messages, and each counts as the same person.'),
  roles: z.array(z.enum(roles)).max(roles.length).default([]),
  teams: z.array(key).max(50).default([]),
  deputies: z
    .array(z.strictObject({ person: key, from: day, until: day.describe('The first day that the person is back.') }))
    .max(50)
    .default([]),
  digest: z
    .strictObject({
      audience: key,
      delivery: z.enum(['channel', 'direct']),
      weekday: weekday.optional(),
      hour: hour.optional(),
      zone: zone.optional(),
    })
    .optional()
    .describe('Where the person reads the digest until they choose otherwise themselves.'),
});

const address = z.url({ protocol: /^https?$/, error: 'expected an address that starts with https://' }).max(2_000);

const metric = z.strictObject({
  name: text(40),
  value: z.number(),
  unit: text(20),
  period: window,
  population: text(300),
  assumptions: text(600),
});

const modelVersion = z.strictObject({
  description: z.string().max(2_000).default(''),
  artifact: text(1_000),
  digest: digest.describe('SHA-256 of the artifact.'),
  data: z.strictObject({ start: day, end: day, source: text(1_000).optional(), digest: digest.optional() }).optional(),
  code: text(200).optional().describe('The commit that trained it.'),
  notes: z.string().max(10_000).optional(),
  builtBy: key.optional().describe('Who built it. They never decide on its deployment.'),
  environment: z
    .strictObject({
      spec: text(100_000).describe('The lock file’s or image’s address or text, with which the run can be repeated.'),
      digest: digest.optional().describe('SHA-256 of it.'),
    })
    .optional(),
  links: z.strictObject({ training: address.optional(), labels: address.optional() }).optional(),
  metrics: z.array(metric).max(200).default([]),
});

const kpi = z.strictObject({
  title: text(120),
  phrase: text(60).describe('How a sentence names it: “flights on time”.'),
  unit: text(20).default('share'),
  better: z.enum(['higher', 'lower']),
  target: z.number().optional(),
  numerator: text(500).describe('The expression that a row must meet to count.'),
});

const model = z.strictObject({
  title: text(120),
  description: z.string().max(4_000).default(''),
  team: key.optional(),
  industry: text(63).optional(),
  stage: text(40).default('production'),
  risk: z.enum(riskClasses).optional().describe('Decides which policy covers it and what else it owes.'),
  maintenance: z
    .strictObject({
      plan: text(2_000).optional().describe('How it is looked after.'),
      reviewEveryDays: z
        .number()
        .int()
        .min(1)
        .max(1_096)
        .optional()
        .describe('It is looked at again so often, also when all is well.'),
    })
    .optional(),
  companyGoal: text(300).optional().describe('One of the organisation’s goals, word for word.'),
  businessQuestion: text(500).optional(),
  endUser: text(200).optional(),
  costlyError: text(300).optional(),
  unit: z.strictObject({ singular: text(40), plural: text(40) }).default({ singular: 'row', plural: 'rows' }),
  links: z.record(text(80), address).default({}),
  owners: owners.default({}),
  versions: z.record(z.string().regex(/^[1-9]\d{0,6}$/, 'expected a version number'), modelVersion).default({}),
  aliases: z.record(aliasName, version).default({}),
  environments: z.record(aliasName, version).default({}),
  kpis: z.record(key, kpi).default({}),
  monitor: monitorSpec.optional(),
});

const audience = z.strictObject({
  title: text(120),
  voice: z.enum(voices),
  industry: text(63).optional(),
  channel: text(80).describe('A name under `channels`, or a Slack channel id.'),
  zone: zone.optional(),
  weekday,
  hour,
  team: key.optional().describe('Only this team’s models; all when left out.'),
  reportsTo: text(80).optional(),
});

/** People who take turns, a week each, in the order of the list. */
const rota = z.strictObject({
  zone: zone.optional().describe('The organisation’s, when left out.'),
  weekday: weekday.default('monday').describe('The day on which a turn begins.'),
  hour: hour.default(9),
  people: z.array(key).min(1).max(50),
});

/** A policy of the file: its zone is the organisation's where it names none. */
const policy = policySpec.extend({ zone: zone.optional() });

const templateName = key;
const policyDraft = draftOf(policy);
const modelDraft = draftOf(model);
const monitorDraft = draftOf(monitorSpec);

/** An organisation's own templates. One may stand on another: `template:` names it. */
const templates = z.strictObject({
  policies: z.record(templateName, withTemplate(policyDraft, templateName)).default({}),
  models: z.record(templateName, withTemplate(modelDraft, templateName)).default({}),
  monitors: z.record(templateName, withTemplate(monitorDraft, templateName)).default({}),
});

/** All of leeway.yml, with its templates filled in. */
export const leewayFile = z.strictObject({
  organisation,
  channels: z.record(key, channelId).default({}),
  teams: z.record(key, team).default({}),
  people: z.record(key, person).default({}),
  rotas: z.record(key, rota).default({}),
  templates: templates.prefault({}),
  policies: z.record(key, policy).default({}),
  deployers: deployersSpec.default({}),
  owners: z
    .array(ownerRule)
    .max(500)
    .default([])
    .describe(
      'Owners by pattern. A model’s own owners come first, then the first rule that fits and names one of that kind, then its team’s.',
    ),
  models: z.record(modelId, model).default({}),
  audiences: z.record(key, audience).default({}),
});
export type LeewayFile = z.output<typeof leewayFile>;

/** A person's Slack accounts, the first of which gets messages. */
export function accountsOf({ slack }: LeewayFile['people'][string]): { user: string; team?: string | undefined }[] {
  if (slack === undefined) return [];
  return Array.isArray(slack) ? slack : [slack];
}

/** The file as it is written: a policy, model or monitor is whole, or names a template and says what differs. */
const writtenFile = leewayFile.extend({
  policies: z.record(key, z.union([policy, withTemplate(policyDraft, templateName)])).default({}),
  models: z
    .record(
      modelId,
      z.union([
        model.extend({ monitor: z.union([monitorSpec, withTemplate(monitorDraft, templateName)]).optional() }),
        withTemplate(modelDraft, templateName),
      ]),
    )
    .default({}),
});

/** The file's JSON Schema, with which editors complete and check it. */
export function leewayJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(writtenFile, { io: 'input' }), title: 'leeway.yml' };
}
