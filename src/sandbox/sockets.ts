import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { socketDoings } from './contract.ts';
import type { Carrier, Try } from './deliver.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

type SocketDoing = (typeof socketDoings)[number];

/**
 * Slack's side of Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): addresses that are good once,
 * connections, envelopes and their acknowledgements.
 */
export interface Sockets extends Carrier {
  /** For apps.connections.open; the connection must be made within half a minute of real time. */
  newAddress(base: string): string;
  /** Takes over a request for an upgrade; false when it is for somebody else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** How many stand. */
  count(): number;
  /** Does it to every connection; returns to how many. */
  disturb(what: SocketDoing): number;
  close(): void;
}

const maxConnections = 10;
const maxTickets = 100;
const ticketMs = 30_000;
const pingMs = 10_000;
const maxFrameBytes = 1_000_000;
/** After its warning Slack holds a connection a little longer; here no test waits for ten seconds. */
const graceMs = 500;
const path = /\/slack\/socket$/;
const types = { events: 'events_api', commands: 'slash_commands', clicks: 'interactive' } as const;
const acknowledgement = z.strictObject({ envelope_id: z.string(), payload: z.record(z.string(), z.unknown()).optional() });

export function createSockets(workspace: Workspace): Sockets {
  const { options } = workspace;
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });
  const tickets = new Map<string, number>();
  const open: WebSocket[] = [];
  const waiting = new Map<string, { by: WebSocket; acknowledged(said: Record<string, unknown>): void; lost(): void }>();
  let isEnabled = true;

  const gone = (socket: WebSocket) => {
    const at = open.indexOf(socket);
    if (at >= 0) open.splice(at, 1);
    for (const one of waiting.values()) if (one.by === socket) one.lost();
  };

  function greet(socket: WebSocket): void {
    const ping = setInterval(() => socket.ping(), pingMs).unref();
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(ping);
      gone(socket);
    });
    socket.on('message', (data: Buffer) => hear(socket, data.toString('utf8')));
    if (open.length >= maxConnections) return leave(socket, 'too_many_websockets');
    open.push(socket);
    const greeting = {
      type: 'hello',
      num_connections: open.length,
      connection_info: { app_id: options.appId },
      debug_info: { host: 'sandbox', started: '', build_number: 1, approximate_connection_time: 3600 },
    };
    socket.send(JSON.stringify(greeting));
  }

  /** What is no acknowledgement Slack does not take either. */
  function hear(socket: WebSocket, text: string): void {
    const parsed = acknowledgement.safeParse(parseJson(text));
    if (!parsed.success) return socket.close(1008, 'no acknowledgement');
    waiting.get(parsed.data.envelope_id)?.acknowledged(parsed.data.payload ?? {});
  }

  function leave(socket: WebSocket, reason: string): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    setTimeout(() => socket.terminate(), graceMs).unref();
  }

  return {
    newAddress(base) {
      if (!isEnabled) throw new Refusal('link_disabled');
      for (const [ticket, until] of tickets) if (until < Date.now() || tickets.size >= maxTickets) tickets.delete(ticket);
      const ticket = randomBytes(16).toString('hex');
      tickets.set(ticket, Date.now() + ticketMs);
      return `${base.replace(/^http/, 'ws')}/slack/socket?ticket=${ticket}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      if (!path.test(url.pathname)) return false;
      const ticket = url.searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket) ?? 0;
      tickets.delete(ticket);
      if (until < Date.now()) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      else server.handleUpgrade(request, socket, head, greet);
      return true;
    },
    count: () => open.length,
    disturb(what) {
      if (what === 'link_disabled') isEnabled = false;
      const all = [...open];
      for (const socket of all) {
        // From now on nothing is sent there.
        gone(socket);
        if (what === 'cut') socket.terminate();
        else leave(socket, what);
      }
      return all.length;
    },
    carry(what, payload, retry) {
      const [socket] = open;
      if (!socket) return Promise.resolve(failed(0, 'dispatch_failed', 'the app has no connection', 'connection_failed'));
      // In turn: each event goes to one of them.
      open.push(...open.splice(0, 1));
      const id = randomUUID();
      const answers = what === 'events' ? {} : { accepts_response_payload: true };
      const again = what === 'events' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
      const envelope = { envelope_id: id, type: types[what], payload, accepts_response_payload: false, ...answers, ...again };
      const started = performance.now();
      const ms = () => Math.round(performance.now() - started);
      return new Promise<Try>((resolve) => {
        const end = (answer: Try) => {
          clearTimeout(late);
          waiting.delete(id);
          resolve(answer);
        };
        const late = setTimeout(
          () => end(failed(ms(), 'operation_timeout', 'no acknowledgement in time', 'timeout')),
          workspace.ackTimeoutMs,
        );
        waiting.set(id, {
          by: socket,
          acknowledged: (said) => end(answered(ms(), said)),
          lost: () => end(failed(ms(), 'dispatch_failed', 'the connection was lost', 'connection_failed')),
        });
        socket.send(JSON.stringify(envelope));
      });
    },
    close() {
      for (const socket of open.splice(0)) socket.terminate();
      for (const one of waiting.values()) one.lost();
      server.close();
    },
  };
}

const failed = (ackMs: number, error: 'operation_timeout' | 'dispatch_failed', reason: string, retryReason: string): Try => ({
  ok: false,
  ackMs,
  error,
  reason,
  retryReason,
});

const answered = (ackMs: number, said: Record<string, unknown>): Try => ({
  ok: true,
  ackMs,
  body: Object.keys(said).length > 0 ? JSON.stringify(said) : '',
  contentType: 'application/json',
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
