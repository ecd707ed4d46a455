import { fileJson } from './file-json.ts';
import type { StoredView } from './model.ts';
import { withFiles } from './person-files.ts';
import type { Workspace } from './workspace.ts';

/** A view as the Web API and interaction payloads say it. */
export const viewJson = ({ options, files }: Workspace, view: StoredView, base: string): Record<string, unknown> => ({
  id: view.id,
  team_id: options.team.id,
  type: view.type,
  blocks: view.blocks,
  private_metadata: view.private_metadata,
  callback_id: view.callback_id,
  external_id: view.external_id,
  state: {
    values: withFiles(view.state, (id) => {
      const file = files.get(id);
      return file ? fileJson(file, base) : { id };
    }),
  },
  hash: view.hash,
  title: view.title,
  submit: view.submit ?? null,
  close: view.close ?? null,
  clear_on_close: view.clear_on_close,
  notify_on_close: view.notify_on_close,
  previous_view_id: view.previousId,
  root_view_id: view.rootId,
  app_id: options.appId,
  app_installed_team_id: options.team.id,
  bot_id: options.bot.botId,
});
