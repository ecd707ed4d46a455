import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ImageSource } from './block-elements.ts';
import { homeBlock, messageBlock, modalBlock, type SlackBlock, type Surface } from './block-schemas.ts';
import { actionElements, buttonsOf, childBlocks, imagesOf } from './block-parts.ts';
import { type Problem, pointer, refusalOf } from './refusal.ts';
import { limits } from './slack-limits.ts';

export interface BlockCheck {
  surface: Surface;
  /** Whether a file was uploaded and is ready to be shown. */
  fileReady(source: { id?: string | undefined; url?: string | undefined }): boolean;
}

const schemas: Record<Surface, z.ZodType<SlackBlock[]>> = {
  message: z.array(messageBlock).max(limits.messageBlocks),
  modal: z.array(modalBlock).max(limits.viewBlocks),
  home: z.array(homeBlock).max(limits.viewBlocks),
};

/**
 * Blocks as Slack would keep them: checked, with ids given where there are none. `at` is where they lie in the request.
 * Throws a Refusal: invalid_blocks_format, invalid_blocks or msg_blocks_too_long.
 */
export function checkBlocks(input: unknown, check: BlockCheck, at: readonly PropertyKey[] = ['blocks']): SlackBlock[] {
  if (!Array.isArray(input))
    throw refusalOf('invalid_blocks_format', [{ message: 'blocks must be an array', pointer: pointer(...at) }]);
  const parsed = schemas[check.surface].safeParse(input);
  if (!parsed.success)
    throw refusalOf(
      'invalid_blocks',
      parsed.error.issues.slice(0, 20).map((issue) => problemOf(issue, at)),
    );
  const blocks = parsed.data;
  const problems = [
    ...repeatedIds(blocks, at),
    ...tooMany(blocks, check.surface, at),
    ...badImages(blocks, check, at),
    ...badOptions(blocks, at),
    ...(check.surface === 'modal' ? [] : misplacedFiles(blocks, at)),
  ];
  if (problems.length > 0) throw refusalOf('invalid_blocks', problems);
  const characters = charactersIn(blocks);
  if (check.surface === 'message' && characters > limits.messageCharacters) {
    const message = `blocks hold ${characters} characters, at most ${limits.messageCharacters} are allowed`;
    throw refusalOf('msg_blocks_too_long', [{ message, pointer: pointer(...at) }]);
  }
  return blocks.map(withIds);
}

const problemOf = (issue: z.core.$ZodIssue, at: readonly PropertyKey[]): Problem => ({
  message: issue.code === 'unrecognized_keys' ? `unknown field: ${issue.keys.join(', ')}` : issue.message,
  pointer: pointer(...at, ...issue.path),
});

function repeatedIds(blocks: readonly SlackBlock[], at: readonly PropertyKey[]): Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    for (const inner of [block, ...childBlocks(block)]) {
      if (inner.block_id !== undefined && blockIds.has(inner.block_id)) {
        problems.push({ message: `block_id "${inner.block_id}" already exists`, pointer: pointer(...at, index, 'block_id') });
      }
      if (inner.block_id !== undefined) blockIds.add(inner.block_id);
      const actionIds = new Set<string>();
      for (const element of actionElements(inner)) {
        if (element.action_id !== undefined && actionIds.has(element.action_id)) {
          problems.push({ message: `action_id "${element.action_id}" already exists`, pointer: pointer(...at, index) });
        }
        if (element.action_id !== undefined) actionIds.add(element.action_id);
      }
    }
  }
  return problems;
}

function tooMany(blocks: readonly SlackBlock[], surface: Surface, at: readonly PropertyKey[]): Problem[] {
  const count = (type: SlackBlock['type']) => blocks.filter((block) => block.type === type).length;
  const primary = blocks.flatMap(buttonsOf).filter((button) => button.style === 'primary').length;
  const over: [string, number, number][] = [
    ['table blocks', count('table') + count('data_table'), limits.tablesPerMessage],
    ['data_visualization blocks', count('data_visualization'), limits.chartsPerMessage],
    ...(surface === 'message' ? [['primary buttons', primary, limits.primaryButtons] satisfies [string, number, number]] : []),
  ];
  return over
    .filter(([, found, most]) => found > most)
    .map(([what, found, most]) => ({ message: `${found} ${what}, at most ${most} is allowed`, pointer: pointer(...at) }));
}

function badImages(blocks: readonly SlackBlock[], check: BlockCheck, at: readonly PropertyKey[]): Problem[] {
  return blocks.flatMap((block, index) =>
    imagesOf(block).flatMap((image) => {
      const wrong = wrongWithImage(image, check);
      return wrong === undefined ? [] : [{ message: wrong, pointer: pointer(...at, index) }];
    }),
  );
}

/** Slack fetches image_url itself: it cannot reach this machine, and one unreachable image fails the whole message. */
function wrongWithImage(image: ImageSource, check: BlockCheck): string | undefined {
  if ((image.image_url === undefined) === (image.slack_file === undefined))
    return 'image needs exactly one of image_url and slack_file';
  if (image.slack_file !== undefined) return check.fileReady(image.slack_file) ? undefined : 'invalid slack file';
  const host = URL.canParse(image.image_url ?? '') ? new URL(image.image_url ?? '').hostname : undefined;
  if (host === undefined) return 'image_url is no URL';
  return /^(localhost|.*\.local|127\.|10\.|192\.168\.|0\.0\.0\.0|\[)/.test(host) ? 'downloading image failed' : undefined;
}

function badOptions(blocks: readonly SlackBlock[], at: readonly PropertyKey[]): Problem[] {
  return blocks.flatMap((block, index) =>
    actionElements(block).flatMap((element) => {
      if (element.type !== 'static_select' && element.type !== 'multi_static_select') return [];
      if ((element.options === undefined) !== (element.option_groups === undefined)) return [];
      return [{ message: 'a select needs exactly one of options and option_groups', pointer: pointer(...at, index) }];
    }),
  );
}

const misplacedFiles = (blocks: readonly SlackBlock[], at: readonly PropertyKey[]): Problem[] =>
  blocks.flatMap((block, index) =>
    actionElements(block).some((element) => element.type === 'file_input')
      ? [{ message: 'file_input stands only in modals', pointer: pointer(...at, index, 'element') }]
      : [],
  );

/** All text that a person would read, whatever block it stands in. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (typeof item === 'string' ? (['text', 'alt_text'].includes(key) ? item.length : 0) : charactersIn(item)),
    0,
  );
}

const newBlockId = () => randomBytes(4).toString('base64url').slice(0, 5);

function withIds(block: SlackBlock): SlackBlock {
  const copy = structuredClone(block);
  for (const inner of [copy, ...childBlocks(copy)]) {
    inner.block_id ??= newBlockId();
    for (const element of actionElements(inner)) element.action_id ??= newBlockId();
  }
  return copy;
}
