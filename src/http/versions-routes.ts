import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { noteVersion, readVersionNotes } from '../registry/note-version.ts';
import { readModel } from '../registry/read-model.ts';
import { registerVersion } from '../registry/register-version.ts';
import { modelId, versionInput, versionNumber } from '../registry/schemas.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { maxReportBytes } from '../validation/parse-test-report.ts';
import { readGates } from '../validation/read-gates.ts';
import { uploadTestReport } from '../validation/upload-test-report.ts';
import { apiRoute, largeBodyBytes, type ApiRoute } from './api-route.ts';
import { checkOf, noteAnswer, registeredAnswer, reportAnswer, versionAnswer } from './api-versions.ts';

const model = z.object({ model: modelId });
const oneVersion = model.extend({ n: z.coerce.number().pipe(versionNumber) });

const register = apiRoute({
  method: 'post',
  path: '/api/v1/models/{model}/versions',
  summary: 'Registers an immutable version, whose checks then begin. The same artifact again gives the same version back.',
  scopes: ['registry.write'],
  params: model,
  body: versionInput.omit({ modelId: true }),
  maxBodyBytes: largeBodyBytes,
  answers: { 201: registeredAnswer, 200: registeredAnswer },
  async act(ctx, { params, body }) {
    await assertBuilder(ctx, body.builtById);
    const { number, change } = await registerVersion(ctx, { modelId: params.model, ...body });
    const location = `/api/v1/models/${params.model}/versions/${number}`;
    return { status: change === 'registered' ? 201 : 200, location, body: { model: params.model, number, change } };
  },
});

/** Whoever built a version must never approve it; of what a program registers, only this says who that is. */
async function assertBuilder(ctx: Ctx, builtById: string | null): Promise<void> {
  if (builtById === null) {
    if (ctx.actor.kind === 'person') return;
    throw new LeewayError('invalid', 'Say who built the version: they are never among those who approve it.', {
      field: 'builtById',
      hint: 'Give the id of a person, as it stands in leeway.yml.',
    });
  }
  const known = await readPersons({ ...ctx, actor: systemActor('rest') }, [builtById]);
  if (!known.has(builtById))
    throw new LeewayError('invalid', `There is no person “${builtById}” who could have built it.`, { field: 'builtById' });
}

const read = apiRoute({
  method: 'get',
  path: '/api/v1/models/{model}/versions/{n}',
  summary: 'A version with its checks, as far as they have come, and what people noted.',
  scopes: ['registry.read', 'validation.read'],
  params: oneVersion,
  answers: { 200: versionAnswer },
  async act(ctx, { params }) {
    const key = { modelId: params.model, version: params.n };
    const version = (await readModel(ctx, params.model)).versions.find((one) => one.number === params.n);
    if (!version) throw new LeewayError('not-found', `${params.model} has no version ${params.n}.`, { field: 'n' });
    // Whoever may see the checks sees the figures in them: that takes no further scope.
    const checks = (await readGates({ ...ctx, actor: systemActor('rest') }, [key])).map(checkOf);
    return { body: { model: params.model, ...version, checks, comments: await readVersionNotes(ctx, key) } };
  },
});

const putTests = apiRoute({
  method: 'put',
  path: '/api/v1/models/{model}/versions/{n}/tests/{suite}',
  summary:
    'Results of your own tests: JUnit XML, or JSON `{"tests": [{"name", "state": "passed" | "failed" | "skipped", "message"}]}`. A later report of the same suite takes its place.',
  scopes: ['validation.upload'],
  params: oneVersion.extend({ suite: z.string().trim().min(1).max(100) }),
  body: z.string().min(1, 'the report is empty').max(maxReportBytes),
  reads: 'text',
  contentTypes: ['application/xml', 'application/json'],
  maxBodyBytes: largeBodyBytes,
  answers: { 200: reportAnswer },
  async act(ctx, { params, body, header }) {
    const format = formatOf(header('content-type'));
    return {
      body: await uploadTestReport(ctx, { modelId: params.model, version: params.n, suite: params.suite, format, text: body }),
    };
  },
});

function formatOf(contentType = ''): 'junit' | 'json' {
  if (/^(application|text)\/xml\b/i.test(contentType)) return 'junit';
  if (/^application\/json\b/i.test(contentType)) return 'json';
  throw new LeewayError('invalid', 'The report must be JUnit XML or JSON, and say which.', {
    field: 'content-type',
    hint: 'Send “Content-Type: application/xml” or “application/json”.',
  });
}

const note = apiRoute({
  method: 'post',
  path: '/api/v1/models/{model}/versions/{n}/notes',
  summary: 'Keeps what somebody learned about a version.',
  scopes: ['registry.note'],
  params: oneVersion,
  body: z.strictObject({ words: z.string().trim().min(1).max(4_000) }),
  answers: { 201: noteAnswer },
  async act(ctx, { params, body }) {
    return { status: 201, body: await noteVersion(ctx, { modelId: params.model, version: params.n, ...body }) };
  },
});

export const versionRoutes: readonly ApiRoute[] = [register, read, putTests, note];
