import { randomBytes } from 'node:crypto';
import { maxEarlier, type StoredView } from './model.ts';
import type { ViewContent } from './view-schema.ts';
import { stateOf } from './view-state.ts';
import type { Workspace } from './workspace.ts';

const contentKeys = ['submit', 'close', 'private_metadata', 'callback_id', 'external_id', 'clear_on_close', 'notify_on_close'];

const newViewId = () => `V${randomBytes(6).toString('hex').toUpperCase()}`;
const newHash = (workspace: Workspace) => `${Math.floor(workspace.realNow() / 1000)}.${randomBytes(6).toString('base64url')}`;

function newView(workspace: Workspace, user: string, content: ViewContent, below?: StoredView): StoredView {
  const id = newViewId();
  const state = stateOf(content.blocks);
  return {
    ...content,
    id,
    user,
    hash: newHash(workspace),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    earlier: [],
    state,
  };
}

/** A person sees one stack of modals at a time: opening starts a new one. */
export function openView(workspace: Workspace, user: string, content: ViewContent): StoredView {
  const view = newView(workspace, user, content);
  setStack(workspace, user, [view]);
  return view;
}

export function pushView(workspace: Workspace, user: string, content: ViewContent): StoredView {
  const stack = workspace.stacks.get(user) ?? [];
  const view = newView(workspace, user, content, stack.at(-1));
  setStack(workspace, user, [...stack, view]);
  return view;
}

/** What a person has typed stays where block_id and action_id stay. */
export function updateView(workspace: Workspace, view: StoredView, content: ViewContent): void {
  view.earlier = [...view.earlier, { revision: view.hash, blocks: view.blocks }].slice(-maxEarlier);
  // What a new content does not have, such as a submit button, goes with the old one.
  const gone = Object.fromEntries(contentKeys.filter((key) => !(key in content)).map((key) => [key, undefined]));
  Object.assign(view, gone, content, { hash: newHash(workspace), state: stateOf(content.blocks, view.state) });
  if (view.type === 'home') workspace.hub.tell({ type: 'home' }, [view.user]);
  else setStack(workspace, view.user, workspace.stacks.get(view.user) ?? []);
}

export function publishHome(workspace: Workspace, user: string, content: ViewContent): StoredView {
  const now = workspace.homes.get(user);
  if (now !== undefined) {
    updateView(workspace, now, content);
    return now;
  }
  const view = newView(workspace, user, content);
  workspace.homes.set(user, view);
  workspace.hub.tell({ type: 'home' }, [user]);
  return view;
}

/** Takes the view away with what lies on it, or the whole stack. */
export function closeView(workspace: Workspace, view: StoredView, all: boolean): void {
  const stack = workspace.stacks.get(view.user) ?? [];
  setStack(workspace, view.user, all ? [] : stack.slice(0, stack.indexOf(view)));
}

function setStack(workspace: Workspace, user: string, stack: StoredView[]): void {
  workspace.stacks.set(user, stack);
  workspace.hub.tell({ type: 'view', viewIds: stack.map((view) => view.id) }, [user]);
}

export function findView(workspace: Workspace, matches: (view: StoredView) => boolean): StoredView | undefined {
  return [...workspace.stacks.values()].flat().find(matches) ?? [...workspace.homes.values()].find(matches);
}
