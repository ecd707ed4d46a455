import type { Ctx } from '../db/ctx.ts';
import type { Order } from './order-store.ts';

/** An order as a deployer gets it, with what identifies the artefact. */
export interface OrderToDeploy extends Order {
  artifact: string;
  artifactDigest: string;
}

/** Whoever can make a version run somewhere. */
export interface Deployer {
  name: string;
  /**
   * Sets the deployment going. May be called again for the same order (after a crash), and must not do it twice then. With
   * `token` the deployer reports how it went. Throws `unavailable` after its own tries, another LeewayError for what no
   * try would help.
   */
  start(order: OrderToDeploy, token: string): Promise<{ state: 'started' | 'succeeded'; url?: string }>;
}

export interface Deployers {
  /** Throws `not-found` with the names there are. */
  find(ctx: Ctx, name: string): Promise<Deployer>;
  /** The token with which an order's deployer reports: the same at each try, known to nobody else. */
  tokenFor(orderId: string): string;
}

/** Deploys by saying so: registry, alias and serving switch are all there is to change. */
export const aliasDeployer: Deployer = { name: 'alias', start: async () => ({ state: 'succeeded' }) };
