import type { z } from 'zod';
import * as contract from './contract.ts';

/** One line a route of the control API; OpenAPI and the page at /docs are made from it. */
export interface Route {
  method: 'get' | 'post' | 'put';
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  response: z.ZodType;
  status?: number;
}

export const controlRoutes: Route[] = [
  {
    method: 'get',
    path: '/control/state',
    summary: 'The workspace as a persona sees it',
    query: contract.asQuery,
    response: contract.stateResponse,
  },
  {
    method: 'get',
    path: '/control/channels/{id}/messages',
    summary: 'Messages of a channel, without replies',
    query: contract.messagesQuery,
    response: contract.messagesResponse,
  },
  {
    method: 'get',
    path: '/control/channels/{id}/threads/{ts}',
    summary: 'A thread: the parent and its replies',
    query: contract.asQuery,
    response: contract.messagesResponse,
  },
  { method: 'post', path: '/control/messages', summary: 'Say something', body: contract.sayBody, response: contract.sayResponse },
  {
    method: 'post',
    path: '/control/files',
    summary: 'Upload a file, to be put into a form or shared with a message',
    body: contract.uploadBody,
    response: contract.uploadResponse,
  },
  {
    method: 'post',
    path: '/control/files/{id}/delete',
    summary: 'Delete an upload of one’s own',
    body: contract.fileBody,
    response: contract.okResponse,
  },
  {
    method: 'post',
    path: '/control/commands',
    summary: 'Run a slash command',
    body: contract.commandBody,
    response: contract.ackResponse,
  },
  {
    method: 'post',
    path: '/control/actions',
    summary: 'Click a button, choose an option',
    body: contract.actionBody,
    response: contract.ackResponse,
  },
  {
    method: 'post',
    path: '/control/shortcuts',
    summary: 'Use a shortcut',
    body: contract.shortcutBody,
    response: contract.ackResponse,
  },
  {
    method: 'post',
    path: '/control/reactions',
    summary: 'Add or remove a reaction',
    body: contract.reactionBody,
    response: contract.okResponse,
  },
  {
    method: 'post',
    path: '/control/read',
    summary: 'Mark a channel as read',
    body: contract.readBody,
    response: contract.okResponse,
  },
  { method: 'get', path: '/control/views', summary: 'Open modals', query: contract.asQuery, response: contract.viewsResponse },
  {
    method: 'post',
    path: '/control/views/{id}/submit',
    summary: 'Submit a modal',
    body: contract.submitBody,
    response: contract.submitResponse,
  },
  {
    method: 'post',
    path: '/control/views/{id}/close',
    summary: 'Close a modal',
    body: contract.closeBody,
    response: contract.okResponse,
  },
  { method: 'get', path: '/control/home', summary: 'App Home', query: contract.asQuery, response: contract.homeResponse },
  {
    method: 'post',
    path: '/control/home/open',
    summary: 'Open a tab of the app',
    body: contract.homeOpenBody,
    response: contract.ackResponse,
  },
  { method: 'get', path: '/control/clock', summary: 'Domain time', response: contract.clockState },
  {
    method: 'post',
    path: '/control/clock',
    summary: 'Move the clock forward; progress comes over the stream',
    body: contract.clockBody,
    response: contract.clockState,
    status: 202,
  },
  {
    method: 'post',
    path: '/control/do',
    summary: 'Do one of the demo’s doings',
    body: contract.doBody,
    response: contract.doResponse,
  },
  {
    method: 'get',
    path: '/control/faults',
    summary: 'Faults switched on, and how often each struck',
    response: contract.faultsResponse,
  },
  {
    method: 'put',
    path: '/control/faults',
    summary: 'Replace the faults: of several that concern a call, the first that strikes counts; an empty list ends all',
    body: contract.faultsBody,
    response: contract.faultsResponse,
  },
  {
    method: 'get',
    path: '/control/sockets',
    summary: 'How many connections the app has in Socket Mode',
    response: contract.socketsResponse,
  },
  {
    method: 'post',
    path: '/control/sockets',
    summary: 'Take the app’s connections away, as Slack or the network does',
    body: contract.socketsBody,
    response: contract.socketsResponse,
  },
  { method: 'post', path: '/control/reset', summary: 'Forget all messages, views and faults', response: contract.okResponse },
  {
    method: 'get',
    path: '/control/stream',
    summary: 'Server-sent events: what changed',
    query: contract.asQuery,
    response: contract.streamEvent,
  },
];
