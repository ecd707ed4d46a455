import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { mimeOf } from './file-json.ts';
import type { Env, SandboxHono } from './http-types.ts';
import { bounds } from './model.ts';
import type { Workspace } from './workspace.ts';

/** The upload URL and url_private. The page reads files over the control API, which needs no token. */
export function uploads(workspace: Workspace): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  app.post('/slack/upload/:id', bodyLimit({ maxSize: bounds.fileBytes + 10_000 }), async (c) => {
    const file = workspace.files.get(c.req.param('id'));
    if (file === undefined || file.completed || file.bytes !== undefined) return c.text('no such upload', 404);
    const multipart = c.req.header('content-type')?.startsWith('multipart/form-data') ?? false;
    const part = multipart ? [...(await c.req.formData()).values()].find((value) => value instanceof File) : await c.req.blob();
    if (part === undefined) return c.text('no file in the form', 400);
    const bytes = new Uint8Array(await part.arrayBuffer());
    if (bytes.length !== file.length) return c.text(`expected ${file.length} bytes, got ${bytes.length}`, 400);
    file.bytes = bytes;
    return c.text(`OK - ${bytes.length}`);
  });
  app.get('/slack/files/:id/:name', (c) => {
    // Where Slack does not let the app in, it shows the page to sign in rather than an error.
    if (!workspace.scopes.has('files:read')) return c.html('<!DOCTYPE html><html><title>Sign in | Slack</title></html>');
    if (c.req.header('authorization') !== `Bearer ${workspace.options.botToken}`) return c.text('invalid_auth', 401);
    return fileResponse(workspace, c.req.param('id'));
  });
  return app;
}

export async function fileResponse(workspace: Workspace, id: string): Promise<Response> {
  const file = workspace.files.get(id);
  if (file?.draw && file.bytes === undefined) {
    const drawn = await file.draw();
    if (drawn) Object.assign(file, { bytes: new Uint8Array(drawn), length: drawn.length });
  }
  if (file?.bytes === undefined || !file.completed) return new Response('no such file', { status: 404 });
  return new Response(file.bytes, {
    headers: {
      'Content-Type': mimeOf(file),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=3600',
    },
  });
}
