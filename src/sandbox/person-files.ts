import { randomBytes } from 'node:crypto';
import type { FormValues } from './contract.ts';
import { bounds, type StateValues, type StoredFile } from './model.ts';
import type { SlackBlock } from './block-schemas.ts';
import { Refusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';

const slowPolls = 10;

export interface NewFile {
  user: string;
  name: string;
  length: number;
  altText?: string;
  /** How often files.info must be asked until it is ready. */
  polls: number;
}

/** A file's row without its bytes. Throws storage_limit_reached when the workspace is full. */
export function addFile(workspace: Workspace, { user, name, length, altText = '', polls }: NewFile): StoredFile {
  const kept = [...workspace.files.values()].reduce((sum, file) => sum + (file.bytes?.length ?? 0), 0);
  if (workspace.files.size >= bounds.files || kept + length > bounds.allFileBytes) throw new Refusal('storage_limit_reached');
  const slow = workspace.faults.take('files.info', ['slow_upload']) !== undefined;
  const file: StoredFile = {
    id: `F${randomBytes(5).toString('hex').toUpperCase()}`,
    user,
    name,
    title: name,
    altText,
    length,
    bytes: undefined,
    completed: false,
    deleted: false,
    handedOver: false,
    pollsLeft: polls + (slow ? slowPolls : 0),
    created: Math.floor(workspace.options.clock.now().getTime() / 1000),
    channels: [],
  };
  workspace.files.set(file.id, file);
  return file;
}

/** What a person chose on their own machine: theirs alone until they send it in a form or a message. */
export function uploadOf(workspace: Workspace, user: string, name: string, bytes: Uint8Array<ArrayBuffer>): StoredFile {
  const file = addFile(workspace, { user, name, length: bytes.length, polls: 0 });
  return Object.assign(file, { bytes, completed: true });
}

/** A file that the person uploaded, or that was shared where they are. */
export function fileFor(workspace: Workspace, id: string, user: string): StoredFile {
  const file = workspace.files.get(id);
  const shared = file?.channels.some((channel) => workspace.channels.get(channel)?.members.includes(user)) ?? false;
  if (file?.completed && !file.deleted && (file.user === user || shared)) return file;
  throw new Refusal('file_not_found', { message: `There is no file ${id} that ${user} has.` });
}

export function deleteFile(workspace: Workspace, id: string, user: string): void {
  const file = fileFor(workspace, id, user);
  if (file.user !== user) throw new Refusal('cant_delete_file', { message: 'Only whoever uploaded a file deletes it.' });
  Object.assign(file, { deleted: true, bytes: undefined });
}

/** Whether the app may see it: it was handed over in a form, shared in a channel that the bot is in, or is the bot's own. */
export const appSees = ({ channels, options }: Workspace, file: StoredFile): boolean =>
  file.user === options.bot.userId ||
  file.handedOver ||
  file.channels.some((id) => channels.get(id)?.members.includes(options.bot.userId));

/** What Slack's own form refuses of the files put into it, by block_id, before the app hears of it. */
export function fileErrors(
  workspace: Workspace,
  user: string,
  blocks: readonly SlackBlock[],
  values: FormValues,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || block.element.type !== 'file_input') continue;
    const { filetypes, max_files: most = 10, action_id: actionId = '' } = block.element;
    const given = values[block.block_id ?? '']?.[actionId];
    const ids = Array.isArray(given) ? given : given ? [given] : [];
    const files = ids.map((id) => fileFor(workspace, id, user));
    const stranger = files.find((file) => file.user !== user);
    if (stranger) throw new Refusal('file_not_found', { message: `${stranger.id} was uploaded by somebody else.` });
    const allowed = filetypes?.map((type) => type.toLowerCase());
    const wrong = files.find((file) => allowed && !allowed.includes(extensionOf(file)));
    const problem =
      files.length > most
        ? `Please upload at most ${most} ${most === 1 ? 'file' : 'files'}.`
        : wrong && `${wrong.name} cannot be uploaded here. Allowed: ${allowed?.join(', ')}.`;
    if (problem) errors[block.block_id ?? ''] = problem;
  }
  return errors;
}

const extensionOf = (file: StoredFile): string => file.name.split('.').at(-1)?.toLowerCase() ?? '';

/** From now on the app may read what was put into the form. */
export function handOver(workspace: Workspace, state: StateValues): void {
  for (const id of filesIn(state)) {
    const file = workspace.files.get(id);
    if (file) file.handedOver = true;
  }
}

/** A state with every file as `change` makes it. */
export function withFiles(state: StateValues, change: (id: string) => Record<string, unknown>): StateValues {
  return Object.fromEntries(
    Object.entries(state).map(([block, byAction]) => [
      block,
      Object.fromEntries(
        Object.entries(byAction).map(([action, value]) => [
          action,
          value.type === 'file_input' ? { ...value, files: idsOf(value).map(change) } : value,
        ]),
      ),
    ]),
  );
}

const idsOf = (value: Record<string, unknown>): string[] =>
  (value['files'] as { id: string }[] | undefined)?.map(({ id }) => id) ?? [];

const filesIn = (state: StateValues): string[] =>
  Object.values(state).flatMap((byAction) =>
    Object.values(byAction).flatMap((value) => (value.type === 'file_input' ? idsOf(value) : [])),
  );
