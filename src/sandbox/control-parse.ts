import { z } from 'zod';
import { isLeewayError, messageOf } from '../shared/errors.ts';
import type { SandboxContext } from './http-types.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

export const query = <T extends z.ZodType>(c: SandboxContext, schema: T): z.infer<T> => parse(schema, c.req.query());

export async function body<T extends z.ZodType>(c: SandboxContext, schema: T): Promise<z.infer<T>> {
  const text = await c.req.text();
  try {
    return parse(schema, JSON.parse(text === '' ? '{}' : text));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid_json', { message: 'The body is no JSON.' });
  }
}

function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid_arguments', { message: z.prettifyError(parsed.error) });
}

const statuses: Record<string, 403 | 404 | 409 | 502 | 504> = {
  operation_timeout: 504,
  dispatch_failed: 502,
  bad_app_response: 502,
  clock_busy: 409,
};

/** `{ ok: false, error, message }` for whatever a control route threw. */
export function failed(workspace: Workspace, error: Error, c: SandboxContext): Response {
  if (error instanceof Refusal) {
    const status = statuses[error.error] ?? (error.error.endsWith('not_found') ? 404 : 400);
    const said = error.more['message'];
    return c.json(
      {
        ok: false,
        error: error.error,
        message: typeof said === 'string' ? said : `${error.error} ${JSON.stringify(error.more)}`,
      },
      status,
    );
  }
  if (isLeewayError(error)) return c.json({ ok: false, error: error.code, message: error.message }, 400);
  workspace.options.log.error(
    { code: 'sandbox-control-failed', error: messageOf(error) },
    'the sandbox failed at a control request',
  );
  return c.json({ ok: false, error: 'fatal_error', message: 'The sandbox failed. Its log says why.' }, 500);
}
