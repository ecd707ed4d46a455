import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createLanguageModel, type LanguageModelConfig, type LanguageModelDeps } from '../../src/llm/create-language-model.ts';

const requestSchema = z.object({
  model: z.string(),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
  response_format: z.looseObject({ type: z.string() }).optional(),
});
type Asked = z.infer<typeof requestSchema> & {
  path: string;
  key: string | undefined;
  /** The request as it came, for what must not be in it. */
  body: string;
};

/** What the endpoint does with one request. */
export type Doing =
  /** Says this in a well-formed reply: an object as JSON, a string as it is. */
  | { say: object | string }
  | { status: number; body?: string; headers?: Record<string, string> }
  | 'silence'
  | 'cut'
  | 'endless'
  | 'redirect';

export interface LyingModel {
  baseUrl: string;
  asked: Asked[];
  /** What comes next; a function sees what was asked. */
  does(doing: Doing | ((asked: Asked) => Doing)): void;
  /** Settles when that many requests have come since the start. */
  heard(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A real HTTP server that speaks the chat completions protocol, and does with it whatever it is told. */
export async function startLyingModel(): Promise<LyingModel> {
  const asked: Asked[] = [];
  let doing: Doing | ((asked: Asked) => Doing) = { say: {} };
  let hearers: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const one = {
        ...requestSchema.parse(JSON.parse(body)),
        path: request.url ?? '',
        key: request.headers.authorization,
        body,
      };
      asked.push(one);
      act(response, typeof doing === 'function' ? doing(one) : doing, one.model);
      hearers.forEach((hear) => hear());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    does: (next) => void (doing = next),
    async heard(count) {
      while (asked.length < count) await new Promise<void>((resolve) => hearers.push(resolve));
      hearers = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function act(response: ServerResponse, doing: Doing, model: string): void {
  const json = (status: number, body: string, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  if (doing === 'silence') return;
  if (doing === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":"x","cho');
    response.destroy();
    return;
  }
  if (doing === 'endless') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => void response.write(' '.repeat(1024), () => setImmediate(more));
    more();
    return;
  }
  if (doing === 'redirect') return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  if ('status' in doing) return void json(doing.status, doing.body ?? '{"error":{"message":"no"}}', doing.headers);
  const content = typeof doing.say === 'string' ? doing.say : JSON.stringify(doing.say);
  json(
    200,
    JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    }),
  );
}

/** A deadline that the test lets pass, and how long it would have been. */
export function heldDeadline() {
  const controller = new AbortController();
  const wished: number[] = [];
  return {
    wished,
    pass: () => controller.abort(),
    signal: controller.signal,
    deadline: (ms: number) => {
      wished.push(ms);
      return controller.signal;
    },
  };
}

/** Time that never passes unless the test lets it. */
const never = (): AbortSignal => new AbortController().signal;

export const modelAt = (server: LyingModel, deps: Partial<LanguageModelDeps> = {}, config: Partial<LanguageModelConfig> = {}) =>
  createLanguageModel(
    { baseUrl: server.baseUrl, apiKey: 'key-of-a-test', model: 'liar-1', budget: { perDay: 1_000, perPerson: 1_000 }, ...config },
    { deadline: never, ...deps },
  );
