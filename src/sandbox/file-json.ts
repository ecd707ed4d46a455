import type { StoredFile } from './model.ts';

const types: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
};
/** SVG is served as a download type: it could run script on the sandbox's own origin. */
export const mimeOf = (file: StoredFile): string => types[extension(file)] ?? 'application/octet-stream';
const extension = (file: StoredFile): string => file.name.split('.').at(-1)?.toLowerCase() ?? '';

/** A file as files.info says it: type and addresses come when Slack has worked through it. */
export function fileJson(file: StoredFile, base: string): Record<string, unknown> {
  const common = {
    id: file.id,
    name: file.name,
    title: file.title,
    alt_txt: file.altText,
    created: file.created,
    user: file.user,
    timestamp: file.created,
  };
  if (file.pollsLeft > 0 || !file.completed) return { ...common, mimetype: '', filetype: '', size: file.length };
  const url = `${base}/slack/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    ...common,
    mimetype: mimeOf(file),
    filetype: extension(file),
    size: file.length,
    mode: 'hosted',
    is_external: false,
    is_public: file.channels.length > 0,
    channels: file.channels,
    url_private: url,
    url_private_download: url,
    permalink: url,
    ...(mimeOf(file).startsWith('image/') ? { thumb_360: url, original_w: 0, original_h: 0 } : {}),
  };
}
