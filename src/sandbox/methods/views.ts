import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { limits } from '../slack-limits.ts';
import { checkView } from '../view-schema.ts';
import { viewJson } from '../view-json.ts';
import { findView, openView, publishHome, pushView, updateView } from '../views.ts';
import { personaOf, type Workspace } from '../workspace.ts';
import { json, method, tier } from './define.ts';
import { fileReady } from './lookup.ts';

const view = json(z.record(z.string(), z.unknown()));

const open = method({
  perMinute: tier.four,
  args: { trigger_id: z.string(), view },
  run({ workspace, base }, args) {
    const content = checkView(args.view, 'modal', fileReady(workspace));
    const { user } = redeem(workspace, args.trigger_id);
    return { view: viewJson(workspace, openView(workspace, user, content), base) };
  },
});

const push = method({
  perMinute: tier.four,
  args: { trigger_id: z.string(), view },
  run({ workspace, base }, args) {
    const content = checkView(args.view, 'modal', fileReady(workspace));
    const stack = (user: string) => workspace.stacks.get(user) ?? [];
    const { user, viewId } = redeem(workspace, args.trigger_id);
    if (viewId === undefined || !stack(user).some((one) => one.id === viewId)) throw new Refusal('invalid_trigger_id');
    if (stack(user).length >= limits.viewStack) throw new Refusal('push_limit_reached');
    return { view: viewJson(workspace, pushView(workspace, user, content), base) };
  },
});

const update = method({
  perMinute: tier.four,
  args: { view_id: z.string().optional(), external_id: z.string().optional(), hash: z.string().optional(), view },
  run({ workspace, base }, args) {
    if ((args.view_id === undefined) === (args.external_id === undefined)) throw new Refusal('invalid_arguments');
    const found = findView(workspace, (one) =>
      args.view_id === undefined ? one.external_id === args.external_id : one.id === args.view_id,
    );
    if (found === undefined) throw new Refusal('not_found');
    const content = checkView(args.view, found.type, fileReady(workspace));
    if (args.hash !== undefined && args.hash !== found.hash) throw new Refusal('hash_conflict');
    updateView(workspace, found, content);
    return { view: viewJson(workspace, found, base) };
  },
});

const publish = method({
  perMinute: tier.four,
  args: { user_id: z.string(), hash: z.string().optional(), view },
  run({ workspace, base }, args) {
    if (personaOf(workspace, args.user_id) === undefined) throw new Refusal('user_not_found');
    const content = checkView(args.view, 'home', fileReady(workspace));
    const now = workspace.homes.get(args.user_id);
    if (args.hash !== undefined && args.hash !== '' && now !== undefined && now.hash !== args.hash)
      throw new Refusal('hash_conflict');
    return { view: viewJson(workspace, publishHome(workspace, args.user_id, content), base) };
  },
});

function redeem(workspace: Workspace, triggerId: string): { user: string; viewId: string | undefined } {
  const trigger = workspace.tickets.useTrigger(triggerId);
  if (typeof trigger === 'string') throw new Refusal(trigger);
  return trigger;
}

export const viewsMethods = { 'views.open': open, 'views.push': push, 'views.update': update, 'views.publish': publish };
