import { describe, expect, it } from 'vitest';
import { parseConfig, type Environment } from '../src/config.ts';
import { LeewayError } from '../src/shared/errors.ts';

const appToken = 'xapp-1-A0123-4567-abcdef';
const token = 'xoxb-1234-5678-abcdefgh';
const signing = '8f742231b10e8888abcd99yyyzzz85a5';

function problemOf(env: Environment): LeewayError {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof LeewayError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('the settings', () => {
  it('need none at all', () => {
    expect(parseConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: './.leeway',
      databaseUrl: undefined,
      configFile: 'leeway.yml',
      slack: undefined,
      deploySecret: undefined,
      languageModel: undefined,
      logLevel: 'info',
      notes: [],
    });
  });

  it('are read', () => {
    const config = parseConfig({
      PORT: '0',
      HOST: '::1',
      PUBLIC_URL: 'https://leeway.example.com/',
      LEEWAY_DATA_DIR: 'memory:',
      DATABASE_URL: 'postgresql://me@localhost/leeway',
      LEEWAY_CONFIG: 'examples/flights/leeway.yml',
      SLACK_BOT_TOKEN: token,
      SLACK_SIGNING_SECRET: signing,
      SLACK_API_URL: 'http://127.0.0.1:4000/api/',
      LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      publicUrl: 'https://leeway.example.com',
      dataDir: 'memory:',
      databaseUrl: 'postgresql://me@localhost/leeway',
      configFile: 'examples/flights/leeway.yml',
      slack: { botToken: token, signingSecret: signing, apiUrl: 'http://127.0.0.1:4000/api/' },
      deploySecret: undefined,
      logLevel: 'warn',
    });
  });

  it('name a language model and what it may be asked', () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'library/some-model:8b' };
    expect(parseConfig(env).languageModel).toEqual({
      baseUrl: 'http://127.0.0.1:11434/v1',
      apiKey: undefined,
      model: 'library/some-model:8b',
      budget: { perDay: 200, perPerson: 20 },
    });
    const more = { OPENAI_API_KEY: 'k', LEEWAY_LLM_DAILY_CALLS: '5', LEEWAY_LLM_DAILY_CALLS_PER_PERSON: '1' };
    expect(parseConfig({ ...env, ...more })).toMatchObject({
      languageModel: { apiKey: 'k', budget: { perDay: 5, perPerson: 1 } },
      notes: [],
    });
  });

  it('count as not set when empty', () => {
    const empty = { PORT: '', DATABASE_URL: '', SLACK_BOT_TOKEN: '', TRINO_URL: '', LEEWAY_TYPO: '' };
    expect(parseConfig(empty)).toEqual(parseConfig({}));
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '30.5'],
    ['HOST', 'two words'],
    ['PUBLIC_URL', 'leeway.example.com'],
    ['PUBLIC_URL', 'ftp://leeway.example.com'],
    ['LEEWAY_DATA_DIR', 'a\nb'],
    ['DATABASE_URL', 'mysql://localhost/leeway'],
    ['LEEWAY_CONFIG', 'x'.repeat(1025)],
    ['SLACK_API_URL', 'slack.com'],
    ['SLACK_APP_TOKEN', 'xoxb-not-an-app-token'],
    ['LOG_LEVEL', 'loud'],
    ['OPENAI_MODEL', 'two words'],
    ['LEEWAY_LLM_DAILY_CALLS', '0'],
    ['LEEWAY_LLM_DAILY_CALLS_PER_PERSON', '2.5'],
  ])('%s=%s is refused in one line with an example', (name, value) => {
    const slack = { SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: signing };
    const spoken = { OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1', OPENAI_MODEL: 'm' };
    const problem = problemOf({ ...slack, ...spoken, [name]: value });
    expect(problem).toMatchObject({ code: 'config', field: name });
    expect(problem.message).toMatch(new RegExp(`^${name} must be [^\n]+ Example: ${name}=\\S+$`));
  });

  it('name every wrong one, each in its line', () => {
    expect(problemOf({ PORT: 'x', LOG_LEVEL: 'y' }).message.split('\n')).toHaveLength(2);
  });

  it.each(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'DATABASE_URL', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'])(
    'never repeat the secret %s',
    (name) => {
      const env = {
        SLACK_BOT_TOKEN: token,
        SLACK_SIGNING_SECRET: signing,
        OPENAI_BASE_URL: 'http://127.0.0.1/v1',
        OPENAI_MODEL: 'm',
      };
      expect(problemOf({ ...env, [name]: 'hush hush' }).message).not.toContain('hush');
    },
  );

  it.each(['https://me:hush@example.com/v1', 'https://example.com/v1?key=hush', 'ftp://example.com'])(
    'refuse %s as the address of a language model',
    (address) => {
      const { message } = problemOf({ OPENAI_BASE_URL: address, OPENAI_MODEL: 'm' });
      expect(message).toMatch(/^OPENAI_BASE_URL must be an address/);
      expect(message).not.toContain('hush');
    },
  );
});

describe('settings that belong together', () => {
  it.each([
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: token }],
    ['SLACK_BOT_TOKEN', { SLACK_SIGNING_SECRET: signing }],
    ['SLACK_BOT_TOKEN', { SLACK_APP_TOKEN: appToken }],
    ['SLACK_BOT_TOKEN', { SLACK_API_URL: 'https://slack.com/api/' }],
    ['SLACK_BOT_TOKEN', { SLACK_API_URL: 'https://slack.com/api/', SLACK_SIGNING_SECRET: signing }],
    ['OPENAI_MODEL', { OPENAI_BASE_URL: 'https://api.openai.com/v1', OPENAI_API_KEY: 'k' }],
  ])('name the missing %s once', (name, env) => {
    const { message } = problemOf(env);
    expect(message).toMatch(new RegExp(`^${name} is missing`));
    expect(message.split('\n')).toHaveLength(1);
  });
});

describe('an app-level token', () => {
  it('is Socket Mode and needs no signing secret', () => {
    const { slack, notes } = parseConfig({ SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken });
    expect(slack).toEqual({ botToken: token, signingSecret: undefined, appToken, apiUrl: undefined });
    expect(notes).toEqual([]);
  });

  it('goes before a signing secret, which is said', () => {
    const { slack, notes } = parseConfig({ SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signing });
    expect(slack?.appToken).toBe(appToken);
    expect(notes).toEqual(['SLACK_SIGNING_SECRET is set and not used: with SLACK_APP_TOKEN Leeway uses Socket Mode.']);
  });
});

describe('settings that this version cannot obey', () => {
  it.each(['MLFLOW_TRACKING_URI', 'TRINO_URL'])('%s is refused', (name) => {
    expect(problemOf({ [name]: 'https://example.com' }).message).toMatch(
      new RegExp(`^${name} is set, but .* Unset it: unset ${name}$`),
    );
  });

  it('a key that other programs use too is only mentioned', () => {
    const { notes, languageModel } = parseConfig({ OPENAI_API_KEY: 'a key', OPENAI_MODEL: 'any thing' });
    expect(notes).toEqual([
      'OPENAI_API_KEY is set, and no language model is used: OPENAI_BASE_URL is not set.',
      'OPENAI_MODEL is set, and no language model is used: OPENAI_BASE_URL is not set.',
    ]);
    expect(languageModel).toBeUndefined();
  });

  it.each([
    ['LEEWAY_DATADIR', 'Did you mean LEEWAY_DATA_DIR?'],
    ['LEEWAY_COFNIG', 'Did you mean LEEWAY_CONFIG?'],
    [
      'LEEWAY_SOMETHING_ELSE',
      'Those that begin so: LEEWAY_DATA_DIR, LEEWAY_CONFIG, LEEWAY_DEPLOY_SECRET, LEEWAY_LLM_DAILY_CALLS, LEEWAY_LLM_DAILY_CALLS_PER_PERSON.',
    ],
  ])('the misspelt %s is refused: %s', (name, hint) => {
    expect(problemOf({ [name]: 'x' }).message).toBe(`${name} is no setting of Leeway. ${hint}`);
  });
});
