#!/usr/bin/env node
// Receives Leeway's signed orders and carries them out. Needs Node 20 or later, and no packages.
//
//   LEEWAY_DEPLOY_SECRET   the same as Leeway's
//   DEPLOY_COMMAND         run for each order, with MODEL, VERSION, ENVIRONMENT, KIND and ARTIFACT set; or else
//   GITHUB_REPOSITORY      owner/name, with GITHUB_TOKEN: starts the workflow that listens for `leeway-deploy` there
//   PORT, HOST             where to listen; 8787 on 127.0.0.1
import { spawn } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const {
  LEEWAY_DEPLOY_SECRET: secret,
  DEPLOY_COMMAND,
  GITHUB_REPOSITORY,
  GITHUB_TOKEN,
  PORT = '8787',
  HOST = '127.0.0.1',
} = process.env;
if (!secret || !(DEPLOY_COMMAND || (GITHUB_REPOSITORY && GITHUB_TOKEN)))
  throw new Error('Set LEEWAY_DEPLOY_SECRET, and DEPLOY_COMMAND or GITHUB_REPOSITORY with GITHUB_TOKEN.');
const maxAgeSeconds = 300;
const maxBytes = 1_000_000;
/** Deliveries that were taken: Leeway sends one again when it did not hear the answer. Keep them in a database to outlast a restart. */
const taken = new Set();

/** Signed by Leeway, and not long ago: a recorded delivery that somebody sends again is too old. */
function isGenuine(headers, body) {
  const timestamp = String(headers['x-leeway-timestamp']);
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= maxAgeSeconds)) return false;
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`);
  const given = Buffer.from(String(headers['x-leeway-signature']));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Tells Leeway how it goes, five times over a minute if need be; told twice, it counts once. */
async function report({ callback }, state, message) {
  for (const waitMs of [0, 1_000, 5_000, 15_000, 30_000]) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const answer = await fetch(callback.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${callback.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state, ...(message ? { message } : {}) }),
    }).catch(() => undefined);
    if (answer && answer.status < 500) return;
  }
  console.error(`Leeway could not be told of ${state}; it will say that the deployment timed out.`);
}

function runCommand(order) {
  const { model, version, environment, kind, artifact } = order;
  const env = { MODEL: model, VERSION: String(version), ENVIRONMENT: environment, KIND: kind, ARTIFACT: artifact };
  const child = spawn(DEPLOY_COMMAND, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  child.once('error', (error) => report(order, 'failed', error.message));
  child.once('exit', (code, signal) =>
    code === 0 ? report(order, 'succeeded') : report(order, 'failed', `The command ended with ${code ?? signal}.`),
  );
}

/** The workflow reports by itself: see github-actions.yml. */
async function startWorkflow(order) {
  const answer = await fetch(`https://api.github.com/repos/${GITHUB_REPOSITORY}/dispatches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: 'application/vnd.github+json', 'user-agent': 'leeway-receiver' },
    body: JSON.stringify({ event_type: 'leeway-deploy', client_payload: { order } }),
  }).catch((error) => ({ ok: false, status: error.message }));
  if (!answer.ok) await report(order, 'failed', `GitHub answered ${answer.status}.`);
}

createServer((request, response) => {
  const parts = [];
  let bytes = 0;
  request.on('data', (part) => ((bytes += part.length) > maxBytes ? request.destroy() : parts.push(part)));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    if (request.method !== 'POST' || !isGenuine(request.headers, body))
      return response.writeHead(401).end('not signed by Leeway\n');
    const order = JSON.parse(body);
    response.writeHead(202).end();
    if (taken.has(order.delivery)) return;
    taken.add(order.delivery);
    if (DEPLOY_COMMAND) runCommand(order);
    else void startWorkflow(order).catch((error) => console.error(`order ${order.delivery}: ${error.message}`));
  });
}).listen(Number(PORT), HOST, function () {
  console.log(`Listening on http://${HOST}:${this.address().port}`);
});
