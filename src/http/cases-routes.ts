import { z } from 'zod';
import { flagProblem } from '../feedback/flag-problem.ts';
import { listCases, readCase } from '../feedback/read-case.ts';
import { flagInput } from '../feedback/schemas.ts';
import { modelId } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { caseAnswer, caseList, flaggedAnswer, shownCase } from './api-cases.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const maxKeyChars = 200;

const flag = apiRoute({
  method: 'post',
  path: '/api/v1/cases',
  summary: 'Flags a problem with a model, as the person whose token it is, who gets the answers as direct messages.',
  scopes: ['feedback.flag'],
  body: flagInput.omit({ clientKey: true }),
  headers: { 'Idempotency-Key': 'The same key from the same person gives the same case back; at most 200 characters' },
  answers: { 201: flaggedAnswer },
  async act(ctx, { body, header }) {
    const { case: made, created, masked } = await flagProblem(ctx, { ...body, clientKey: keyOf(header('idempotency-key')) });
    const { id: caseId, number, state, ownerId, ownerName, promisedOn } = made;
    return {
      status: 201,
      location: `/api/v1/cases/${number}`,
      body: { caseId, number, state, created, ownerId, ownerName, promisedOn, masked },
    };
  },
});

/** Without a key each call is a complaint of its own, but for the same words within ten minutes. */
function keyOf(header: string | undefined): string {
  const key = header?.trim();
  if (key === undefined) return `rest ${newId()}`;
  if (key !== '' && key.length <= maxKeyChars) return key;
  throw new LeewayError('invalid', `Idempotency-Key: 1 to ${maxKeyChars} characters.`, { field: 'idempotency-key' });
}

const list = apiRoute({
  method: 'get',
  path: '/api/v1/cases',
  summary: 'Cases, newest first; the open ones unless asked otherwise.',
  scopes: ['feedback.read'],
  query: z.strictObject({
    model: modelId.optional(),
    team: z.string().min(1).max(63).optional(),
    all: z.literal('true').optional().describe('Closed ones too'),
    of: z.literal('me').optional().describe('Only those that you flagged'),
    waitingFor: z.literal('me').optional().describe('Only those in which it is your turn'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    after: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  }),
  answers: { 200: caseList },
  async act(ctx, { query: { model, team, all, of, waitingFor, limit, after } }) {
    if ((of || waitingFor) && ctx.actor.kind !== 'person')
      throw new LeewayError('invalid', 'A program has flagged nothing, and nothing waits for it.', {
        field: of ? 'of' : 'waitingFor',
      });
    const { cases, more } = await listCases(ctx, {
      open: all === undefined,
      limit,
      ...(model ? { modelIds: [model] } : {}),
      ...(team ? { teamId: team } : {}),
      ...(of ? { flaggedById: ctx.actor.id } : {}),
      ...(waitingFor ? { waitingFor: ctx.actor.id } : {}),
      ...(after ? { before: after } : {}),
    });
    return { body: { cases, next: more ? (cases.at(-1)?.number ?? null) : null } };
  },
});

const read = apiRoute({
  method: 'get',
  path: '/api/v1/cases/{number}',
  summary: 'A case with everything said and done about it.',
  scopes: ['feedback.read'],
  params: z.object({ number: z.coerce.number().int().min(1) }),
  answers: { 200: caseAnswer },
  async act(ctx, { params }) {
    return { body: shownCase(await readCase(ctx, params.number)) };
  },
});

export const caseRoutes: readonly ApiRoute[] = [flag, list, read];
