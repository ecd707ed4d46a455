import type { Workspace } from './workspace.ts';

/**
 * What a person typed, as Slack sends it on: `&`, `<` and `>` escaped, `@Name` and `#channel` made into mentions. Mentions
 * that are marked up already stay; `<!channel>` does not, so that nobody broadcasts by typing it.
 */
export function toMarkup(workspace: Workspace, text: string): string {
  const { personas, bot, channels } = workspace.options;
  const names = [
    ...personas.map((persona) => ({ typed: `@${persona.name}`, markup: `<@${persona.userId}>` })),
    { typed: `@${bot.name}`, markup: `<@${bot.userId}>` },
    ...channels.map((channel) => ({ typed: `#${channel.name}`, markup: `<#${channel.id}|${channel.name}>` })),
  ].sort((a, b) => b.typed.length - a.typed.length);
  const pattern = new RegExp(
    `(<[@#][A-Z0-9]+(?:\\|[^<>]*)?>|${names.map((name) => `${escapeForPattern(name.typed)}\\b`).join('|')})`,
    'i',
  );
  return text
    .split(pattern)
    .map((part, index) => {
      if (index % 2 === 0) return part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      return names.find((name) => name.typed.toLowerCase() === part.toLowerCase())?.markup ?? part;
    })
    .join('');
}

const escapeForPattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
