import type { WriteCtx } from '../audit/write.ts';
import { orderDeployment } from '../deploy/order-deployment.ts';
import { putStandingRule } from '../deploy/put-standing-rule.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { Policy } from './policy.ts';
import type { RequestRow } from './request-store.ts';

const minuteMs = 60_000;

/** Sets off what was agreed to, in the transaction of the final vote. Returns the order of a promotion. */
export async function carryOutRequest(w: WriteCtx, row: RequestRow, { spec }: Policy): Promise<string | null> {
  switch (row.kind) {
    case 'promotion':
      return promote(w, row, spec);
    case 'configuration':
      await enqueue(w, 'apply-configuration', { requestId: row.id });
      return null;
    case 'standing-rule':
      await putRule(w, row);
      return null;
  }
}

async function promote(w: WriteCtx, row: RequestRow, { deploy }: Policy['spec']): Promise<string> {
  const { modelId, environment, version } = row;
  if (modelId === null || environment === null || version === null) throw new Error(`request ${row.number} names no version`);
  const { orderId } = await orderDeployment(w, {
    kind: 'promotion',
    modelId,
    environment,
    version,
    fromVersion: row.replacesVersion,
    requestId: row.id,
    deployer: deploy.by,
    deadlineAt: new Date(w.now.getTime() + deploy.timeoutMinutes * minuteMs),
    fallbackVersion: row.fallbackVersion,
  });
  return orderId;
}

async function putRule(w: WriteCtx, row: RequestRow): Promise<void> {
  const { modelId, environment } = row;
  if (modelId === null || environment === null) throw new Error(`request ${row.number} names no model`);
  const { spec } = row.payload as { spec: unknown };
  await putStandingRule(w, { modelId, environment, spec, requestId: row.id });
}
