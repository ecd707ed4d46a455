import { z } from 'zod';
import { pause, resume } from '../deploy/pause.ts';
import { rollBack } from '../deploy/roll-back.ts';
import { pauseInput, rollBackInput, type PauseInput } from '../deploy/schemas.ts';
import type { Ctx } from '../db/ctx.ts';
import { aliasName, modelId } from '../registry/schemas.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const place = z.object({ model: modelId, env: aliasName });
const placeOf = ({ model, env }: z.output<typeof place>) => ({ modelId: model, environment: env });
const turned = z.strictObject({ changed: z.boolean().describe('False when it was so already') });

const back = apiRoute({
  method: 'post',
  path: '/api/v1/models/{model}/environments/{env}/rollback',
  summary: 'Goes back to the version that was agreed on beforehand. One caller, at once; no policy is asked.',
  scopes: ['deploy.rollback'],
  params: place,
  body: rollBackInput.omit({ modelId: true, environment: true }),
  answers: {
    200: z.strictObject({ orderId: z.uuid(), fromVersion: z.int().nullable(), toVersion: z.int() }),
  },
  async act(ctx, { params, body }) {
    return { body: await rollBack(ctx, { ...placeOf(params), ...body }) };
  },
});

const turn = (path: string, summary: string, act: (ctx: Ctx, input: PauseInput) => Promise<{ changed: boolean }>) =>
  apiRoute({
    method: 'post',
    path: `/api/v1/models/{model}/environments/{env}/${path}`,
    summary,
    scopes: ['deploy.pause'],
    params: place,
    body: pauseInput.omit({ modelId: true, environment: true }),
    answers: { 200: turned },
    async act(ctx, { params, body: { reason } }) {
      return { body: await act(ctx, { ...placeOf(params), ...(reason ? { reason } : {}) }) };
    },
  });

export const servingActRoutes: readonly ApiRoute[] = [
  back,
  turn('pause', 'Tells serving systems to stop using the model. One caller, at once.', pause),
  turn('resume', 'Lets serving systems use the model again.', resume),
];
