import { z } from 'zod';
import { toHtml } from '../evidence/document-html.ts';
import { toMarkdown } from '../evidence/document-markdown.ts';
import { readModelDocument } from '../evidence/model-record.ts';
import { readRisk } from '../evidence/read-risk.ts';
import { dutyNames } from '../evidence/risk-rules.ts';
import { riskClasses } from '../db/schema/registry.ts';
import { readOrganisation } from '../people/organisation.ts';
import { listModels, maxModelsPage } from '../registry/list-models.ts';
import type { ModelSummary } from '../registry/records.ts';
import { modelId } from '../registry/schemas.ts';
import { systemActor } from '../shared/actor.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const riskClass = z.enum(riskClasses).nullable();

const shown = ({ id, title, stage, teamId, businessQuestion, newestVersion, servingVersion }: ModelSummary) => ({
  id,
  title,
  stage,
  teamId,
  businessQuestion,
  newestVersion,
  servingVersion,
});

export const modelRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/api/v1/models',
    summary: 'The registry’s models, by id.',
    scopes: ['registry.read'],
    query: z.strictObject({
      search: z.string().max(100).optional().describe('Any part of id or title'),
      limit: z.coerce.number().int().min(1).max(maxModelsPage).default(20),
      after: z.string().max(400).optional().describe('`next` of the page before'),
    }),
    answers: {
      200: z.strictObject({
        models: z.array(
          z.strictObject({
            id: z.string(),
            title: z.string(),
            stage: z.string(),
            teamId: z.string().nullable(),
            businessQuestion: z.string().nullable(),
            newestVersion: z.int().nullable(),
            servingVersion: z.int().nullable(),
          }),
        ),
        next: z.string().nullable().describe('`after` of the next page; null on the last'),
      }),
    },
    async act(ctx, { query: { search, limit, after } }) {
      const filter = { limit, ...(search ? { search } : {}), ...(after ? { after } : {}) };
      const { models, next } = await listModels(ctx, filter);
      return { body: { models: models.map(shown), next: next ?? null } };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/api/v1/models/{model}/record',
    summary: 'Everything on record about a model as a document.',
    scopes: ['registry.read', 'validation.read', 'people.read'],
    params: z.object({ model: modelId }),
    query: z.strictObject({ format: z.enum(['md', 'html']).default('md') }),
    answers: { 200: z.strictObject({ format: z.enum(['md', 'html']), document: z.string() }) },
    async act(ctx, { params: { model }, query: { format } }) {
      // What it is made of takes the scopes above and no further one.
      const reader = { ...ctx, actor: systemActor('rest') };
      const zone = (await readOrganisation(reader))?.zone ?? 'utc';
      const document = await readModelDocument(reader, model, zone);
      return { body: { format, document: (format === 'html' ? toHtml : toMarkdown)(document) } };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/api/v1/risk',
    summary: 'What follows from each model’s risk class, and how that stands.',
    scopes: ['registry.read', 'approvals.read'],
    query: z.strictObject({
      class: z.enum([...riskClasses, 'none']).optional(),
      unit: z.string().min(1).max(120).optional().describe('A business unit'),
      open: z.enum(['true', 'false']).default('false').describe('Only models that lack something or are late with it'),
    }),
    answers: {
      200: z.strictObject({
        models: z.array(
          z.strictObject({
            modelId: z.string(),
            title: z.string(),
            businessUnit: z.string().nullable(),
            riskClass,
            isOpen: z.boolean(),
            duties: z.array(
              z.strictObject({
                duty: z.enum([...dutyNames, 'class']),
                state: z.enum(['met', 'missing', 'late']),
                text: z.string(),
              }),
            ),
          }),
        ),
        more: z.int().describe('Models that fit and are not among them'),
      }),
    },
    async act(ctx, { query }) {
      const { models: lines, more } = await readRisk(ctx, {
        onlyOpen: query.open === 'true',
        ...(query.class ? { riskClass: query.class } : {}),
        ...(query.unit ? { businessUnit: query.unit } : {}),
      });
      const models = lines.map(({ modelId: id, title, businessUnit, riskClass: of, isOpen, duties }) => ({
        modelId: id,
        title,
        businessUnit,
        riskClass: of,
        isOpen,
        duties: duties.map(({ duty, state, text }) => ({ duty, state, text })),
      }));
      return { body: { models, more } };
    },
  }),
];
