// Run as a process of its own: what a server costs that does nothing.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.get('/healthz', (c) => c.json({ status: 'alive' }));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT']) }, () => console.log('Bare is ready'));
process.once('SIGTERM', () => process.exit());
