import { z } from 'zod';
import { apiRoute, type ApiRoute } from './api-route.ts';
import type { OperationDeps } from './operation-deps.ts';

const maxFileBytes = 10_000_000;
const flag = z.enum(['true', 'false']).default('false').describe('true or false');
const lines = z.array(z.string());

export const configurationRoutes = ({ applyAs }: Pick<OperationDeps, 'applyAs'>): readonly ApiRoute[] => [
  apiRoute({
    method: 'put',
    path: '/api/v1/configuration',
    summary:
      'Makes the registry, people, monitors and audiences what leeway.yml says, like “leeway apply”. What takes another person’s approval is asked for, in the name of whose token it is: a program’s token cannot.',
    scopes: ['config.apply'],
    query: z.strictObject({
      dryRun: flag.describe('Only shows what would change'),
      prune: flag.describe('Also removes what the file no longer names'),
    }),
    body: z.string().describe('The file’s whole text'),
    reads: 'text',
    contentTypes: ['application/yaml', 'text/yaml', 'text/plain'],
    maxBodyBytes: maxFileBytes,
    answers: {
      200: z.strictObject({
        lines: lines.describe('What changes, or would'),
        kept: lines.describe('What only prune would remove'),
        waiting: lines.describe('What waits for another person’s approval'),
        left: lines.describe('What people decide on elsewhere'),
        warnings: lines.optional().describe('Models whose policy requires a check that they can never pass'),
        request: z.int().nullable().describe('The number of the request that asks for it'),
        isSeparated: z.boolean().describe('Whether changes of who may do what take a second person'),
        withoutAccount: z.int().optional().describe('How many people have an e-mail address and no Slack account yet'),
        neverLookedAt: z.int().optional().describe('How many watched models have no week that was ever looked at'),
      }),
    },
    act: async (ctx, { body, query }) => ({
      body: await applyAs(ctx, { text: body, dryRun: query.dryRun === 'true', prune: query.prune === 'true' }),
    }),
  }),
];
