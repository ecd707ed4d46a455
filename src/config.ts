import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { LeewayError } from './shared/errors.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Everything that the environment may say, checked. */
export interface Config {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Where people's browsers reach this server, without a slash at the end; undefined: host and port. */
  publicUrl: string | undefined;
  /** `memory:` keeps nothing. */
  dataDir: string;
  databaseUrl: string | undefined;
  configFile: string;
  /** Undefined: the sandbox is the Slack. */
  slack: SlackSettings | undefined;
  /** Signs what is sent to deployers; undefined: orders can be carried out by alias only. */
  deploySecret: string | undefined;
  /** Undefined: no language model, and nothing is ever sent to one. */
  languageModel:
    | { baseUrl: string; apiKey: string | undefined; model: string; budget: { perDay: number; perPerson: number } }
    | undefined;
  logLevel: (typeof logLevels)[number];
  /** Settings that are set and do nothing: to be said at start. */
  notes: string[];
}

/** With an app-level token Leeway opens connections to Slack (Socket Mode); without one Slack sends signed requests. */
export interface SlackSettings {
  botToken: string;
  signingSecret: string | undefined;
  appToken: string | undefined;
  apiUrl: string | undefined;
}

interface Setting {
  schema: z.ZodType<string | number>;
  wanted: string;
  example: string;
  /** Its value is never repeated in a message. */
  secret?: true;
}

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol) && !/\s/.test(text));
const line = (maxChars: number) =>
  z
    .string()
    .regex(/^\P{Cc}+$/u)
    .max(maxChars);
const web = url('http:', 'https:');
/** Nothing of an address is a key: it would be written into logs. */
const isBare = (text: string) =>
  URL.canParse(text) && ['username', 'password', 'search', 'hash'].every((part) => new URL(text)[part as 'hash'] === '');
/** Zero would be a language model that is never asked: unset OPENAI_BASE_URL instead. */
const calls = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);
const wholeCalls = 'must be a whole number from 1 to 999999';
const wholeUrl = 'must be an address that begins with http:// or https://';

const settings = {
  PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535)),
    wanted: 'must be a whole number from 0 (any free port) to 65535',
    example: '3000',
  },
  HOST: { schema: z.string().regex(/^[\w.:-]{1,253}$/), wanted: 'must be a host name or an IP address', example: '127.0.0.1' },
  PUBLIC_URL: { schema: web, wanted: wholeUrl, example: 'https://leeway.example.com' },
  LEEWAY_DATA_DIR: { schema: line(1024), wanted: 'must be a directory or memory:', example: './.leeway' },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    wanted: 'must be an address of Postgres',
    example: 'postgres://leeway:password@db.example.com:5432/leeway',
    secret: true,
  },
  LEEWAY_CONFIG: { schema: line(1024), wanted: 'must be a file', example: 'leeway.yml' },
  SLACK_BOT_TOKEN: {
    schema: z.string().regex(/^xoxb-\S{1,250}$/),
    wanted: 'must be the bot token that Slack shows under “OAuth & Permissions”',
    example: 'xoxb-1234-5678-abcdef',
    secret: true,
  },
  SLACK_SIGNING_SECRET: {
    schema: z.string().regex(/^\S{16,250}$/),
    wanted: 'must be the signing secret that Slack shows under “Basic Information”',
    example: '8f742231b10e8888abcd99yyyzzz85a5',
    secret: true,
  },
  SLACK_APP_TOKEN: {
    schema: z.string().regex(/^xapp-\S{1,250}$/),
    wanted: 'must be an app-level token, which Slack makes under “Basic Information” with the scope connections:write',
    example: 'xapp-1-A0123-4567-abcdef',
    secret: true,
  },
  SLACK_API_URL: { schema: web, wanted: wholeUrl, example: 'https://slack.com/api/' },
  LEEWAY_DEPLOY_SECRET: {
    schema: z.string().regex(/^[\x21-\x7e]{32,250}$/),
    wanted: 'must have 32 to 250 characters without spaces; openssl rand -hex 32 makes one',
    example: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
    secret: true,
  },
  OPENAI_BASE_URL: {
    schema: web.refine(isBare),
    wanted: 'must be an address that begins with http:// or https://, without a user, a query or a fragment',
    example: 'https://api.openai.com/v1',
    secret: true,
  },
  OPENAI_API_KEY: {
    schema: z.string().regex(/^[\x21-\x7e]{1,500}$/),
    wanted: 'must be a key of 1 to 500 characters without spaces',
    example: 'sk-1234abcd',
    secret: true,
  },
  OPENAI_MODEL: {
    schema: z.string().regex(/^[\w./:@-]{1,128}$/),
    wanted: 'must be the name of a model as the endpoint knows it',
    example: 'gpt-5-mini',
  },
  LEEWAY_LLM_DAILY_CALLS: { schema: calls, wanted: wholeCalls, example: '200' },
  LEEWAY_LLM_DAILY_CALLS_PER_PERSON: { schema: calls, wanted: wholeCalls, example: '20' },
  LOG_LEVEL: { schema: z.enum(logLevels), wanted: `must be one of ${logLevels.join(', ')}`, example: 'info' },
} satisfies Record<string, Setting>;
type Name = keyof typeof settings;

/** Set for a later version, these would promise what this one does not do: better to stop than to seem to obey. */
const refused: Record<string, string> = {
  MLFLOW_TRACKING_URI: 'MLflow as the registry',
  TRINO_URL: 'Trino',
};
/** Often set for other programs on the same machine, and without an address of no effect: said, not refused. */
const withAddress = ['OPENAI_API_KEY', 'OPENAI_MODEL', 'LEEWAY_LLM_DAILY_CALLS', 'LEEWAY_LLM_DAILY_CALLS_PER_PERSON'];

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings; an empty one counts as not set. Throws one `config` error with a line for each that is wrong or
 * missing, naming the setting, what is wrong and an example.
 */
export function parseConfig(env: Environment): Config {
  const problems: { field: string; text: string }[] = [];
  const complain = (field: string, text: string) => problems.push({ field, text: `${field} ${text}` });
  const read = <N extends Name>(name: N): z.output<(typeof settings)[N]['schema']> | undefined => {
    const value = env[name] || undefined;
    if (value === undefined) return undefined;
    const parsed = settings[name].schema.safeParse(value);
    if (parsed.success) return parsed.data as z.output<(typeof settings)[N]['schema']>;
    complain(name, sayWrong(name, value));
    return undefined;
  };
  const config: Config = {
    port: read('PORT') ?? 3000,
    host: read('HOST') ?? '127.0.0.1',
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, ''),
    dataDir: read('LEEWAY_DATA_DIR') ?? './.leeway',
    databaseUrl: read('DATABASE_URL'),
    configFile: read('LEEWAY_CONFIG') ?? 'leeway.yml',
    slack: undefined,
    deploySecret: read('LEEWAY_DEPLOY_SECRET'),
    languageModel: undefined,
    logLevel: read('LOG_LEVEL') ?? 'info',
    notes: env['OPENAI_BASE_URL']
      ? []
      : withAddress
          .filter((name) => env[name])
          .map((name) => `${name} is set, and no language model is used: OPENAI_BASE_URL is not set.`),
  };
  config.slack = slackOf(read);
  if (env['SLACK_APP_TOKEN'] && env['SLACK_SIGNING_SECRET'])
    config.notes.push('SLACK_SIGNING_SECRET is set and not used: with SLACK_APP_TOKEN Leeway uses Socket Mode.');
  const budget = { perDay: read('LEEWAY_LLM_DAILY_CALLS') ?? 200, perPerson: read('LEEWAY_LLM_DAILY_CALLS_PER_PERSON') ?? 20 };
  const baseUrl = read('OPENAI_BASE_URL');
  // Without an address, key and name are another program's: they are not looked at.
  const [apiKey, model] = env['OPENAI_BASE_URL'] ? [read('OPENAI_API_KEY'), read('OPENAI_MODEL')] : [];
  if (baseUrl && model) config.languageModel = { baseUrl, apiKey, model, budget };
  for (const [name, why] of [...missing(env), ...notYet(env), ...unknown(env)]) complain(name, why);
  const [first] = problems;
  if (first) throw new LeewayError('config', problems.map((problem) => problem.text).join('\n'), { field: first.field });
  return config;
}

/** The settings of this process. */
export const readConfig = (): Config => parseConfig(process.env);

function slackOf(
  read: (name: 'SLACK_BOT_TOKEN' | 'SLACK_SIGNING_SECRET' | 'SLACK_APP_TOKEN' | 'SLACK_API_URL') => string | undefined,
) {
  const [botToken, signingSecret] = [read('SLACK_BOT_TOKEN'), read('SLACK_SIGNING_SECRET')];
  const [appToken, apiUrl] = [read('SLACK_APP_TOKEN'), read('SLACK_API_URL')];
  return botToken && (signingSecret || appToken) ? { botToken, signingSecret, appToken, apiUrl } : undefined;
}

function sayWrong(name: Name, value: string): string {
  const { wanted, example, secret }: Setting = settings[name];
  const found = secret ? '' : `, not “${value.replace(/\p{Cc}/gu, ' ').slice(0, 80)}”`;
  return `${wanted}${found}. Example: ${name}=${example}`;
}

const orSocketMode = ', or SLACK_APP_TOKEN for Socket Mode';

function missing(env: Environment): [string, string][] {
  const needs = (name: Name, because: string, more = ''): [string, string][] =>
    env[name] || !env[because]
      ? []
      : [[name, `is missing: ${because} needs it${more}. Example: ${name}=${settings[name].example}`]];
  const partner = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].find((name) => env[name]) ?? 'SLACK_API_URL';
  return [
    ...(env['SLACK_APP_TOKEN'] ? [] : needs('SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', orSocketMode)),
    ...needs('OPENAI_MODEL', 'OPENAI_BASE_URL'),
    ...needs('SLACK_BOT_TOKEN', partner),
  ];
}

const notYet = (env: Environment): [string, string][] =>
  Object.entries(refused)
    .filter(([name]) => env[name])
    .map(([name, what]) => [name, `is set, but this version does not support ${what} yet. Unset it: unset ${name}`]);

function unknown(env: Environment): [string, string][] {
  const known = Object.keys(settings).filter((name) => name.startsWith('LEEWAY_'));
  return Object.keys(env)
    .filter((name) => name.startsWith('LEEWAY_') && env[name] && !known.includes(name))
    .map((name) => {
      const [nearest = ''] = known.toSorted((a, b) => distance(name, a) - distance(name, b));
      const hint = distance(name, nearest) <= 4 ? `Did you mean ${nearest}?` : `Those that begin so: ${known.join(', ')}.`;
      return [name, `is no setting of Leeway. ${hint}`];
    });
}
