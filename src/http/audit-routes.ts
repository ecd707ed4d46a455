import { z } from 'zod';
import { toMarkdown } from '../evidence/document-markdown.ts';
import { dutiesReport } from '../evidence/duties-report.ts';
import { eraseWords } from '../evidence/erase-words.ts';
import { exportPack } from '../evidence/export-pack.ts';
import { modelId } from '../registry/schemas.ts';
import { authorise } from '../shared/access.ts';
import { day } from './api-facts.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';
import type { OperationDeps } from './operation-deps.ts';

const personId = z.string().min(1).max(200);

export const auditRoutes = ({ verifyAudit, anchors }: Pick<OperationDeps, 'verifyAudit' | 'anchors'>): readonly ApiRoute[] => [
  apiRoute({
    method: 'get',
    path: '/api/v1/audit/verification',
    summary: 'Recomputes the whole audit chain and compares it with its anchors in Slack.',
    scopes: ['audit.read'],
    answers: {
      200: z.union([
        z.strictObject({ whole: z.literal(true), entries: z.int(), head: z.string(), anchors: z.int() }),
        z.strictObject({ whole: z.literal(false), seq: z.int().describe('The first broken entry'), why: z.string() }),
      ]),
    },
    async act(ctx) {
      authorise(ctx.actor, 'audit.read');
      return { body: await verifyAudit() };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/api/v1/audit/duties',
    summary: 'Who decided what in which part between two days, and every attempt that was refused.',
    scopes: ['audit.read'],
    query: z.strictObject({ from: day, to: day, model: modelId.optional() }),
    answers: { 200: z.strictObject({ markdown: z.string() }) },
    async act(ctx, { query: { from, to, model } }) {
      const report = await dutiesReport(ctx, { from, to, ...(model ? { modelId: model } : {}) });
      return { body: { markdown: toMarkdown(report) } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/audit/packs',
    summary: 'An evidence pack of a model: what was decided, by whom, on what evidence, and a script that checks it.',
    scopes: ['audit.export'],
    body: z.strictObject({ modelId, from: day, to: day }),
    answers: {
      200: z.strictObject({ files: z.array(z.strictObject({ name: z.string(), text: z.string() })) }),
    },
    async act(ctx, { body }) {
      const files = await exportPack(ctx, body, await anchors());
      return { body: { files: files.map(({ name, text }) => ({ name, text })) } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/persons/{person}/erasure',
    summary: 'Takes away a person’s own words wherever Leeway keeps them. It cannot be undone; the audit chain still verifies.',
    scopes: ['people.erase'],
    params: z.object({ person: personId }),
    answers: { 200: z.strictObject({ name: z.string(), places: z.int(), messages: z.int() }) },
    async act(ctx, { params }) {
      const { name, places, messages } = await eraseWords(ctx, { personId: params.person });
      return { body: { name, places, messages } };
    },
  }),
];
