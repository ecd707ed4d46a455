import { parentPort } from 'node:worker_threads';
import { messageOf } from '../shared/errors.ts';
import type { CheckedChart } from './chart-input.ts';
import type { Answer } from './drawer.ts';
import { render } from './render.ts';
import type { Picture } from './render.ts';

parentPort?.on('message', ({ id, input }: { id: number; input: CheckedChart }) => {
  render(input).then(
    (output) => parentPort?.postMessage({ id, output } satisfies Answer<Picture>),
    (error: unknown) => parentPort?.postMessage({ id, error: messageOf(error) } satisfies Answer<Picture>),
  );
});
