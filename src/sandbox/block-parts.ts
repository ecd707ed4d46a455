import type { ImageSource, InteractiveElement } from './block-elements.ts';
import type { SlackBlock } from './block-schemas.ts';

export const childBlocks = (block: SlackBlock): SlackBlock[] => {
  if (block.type === 'container') return block.child_blocks;
  return block.type === 'carousel' ? block.elements : [];
};

/** The elements of one block that a person can use, not those of its children. */
export function actionElements(block: SlackBlock): InteractiveElement[] {
  switch (block.type) {
    case 'actions':
    case 'context_actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'card':
      return block.actions ?? [];
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image' ? [] : [block.accessory];
    case 'alert':
    case 'carousel':
    case 'container':
    case 'context':
    case 'data_table':
    case 'data_visualization':
    case 'divider':
    case 'header':
    case 'image':
    case 'markdown':
    case 'rich_text':
    case 'table':
      return [];
  }
}

export const everyBlock = (blocks: readonly SlackBlock[]): SlackBlock[] =>
  blocks.flatMap((block) => [block, ...childBlocks(block)]);

export const buttonsOf = (block: SlackBlock) =>
  everyBlock([block])
    .flatMap(actionElements)
    .filter((element) => element.type === 'button');

/** The element that was used, with its block; undefined when the message or view has none such. */
export function findElement(blocks: readonly SlackBlock[], blockId: string, actionId: string) {
  for (const block of everyBlock(blocks)) {
    if (block.block_id !== blockId) continue;
    const element = actionElements(block).find((candidate) => candidate.action_id === actionId);
    if (element !== undefined) return { block, element };
  }
  return undefined;
}

export function imagesOf(block: SlackBlock): ImageSource[] {
  return everyBlock([block]).flatMap((inner): ImageSource[] => {
    switch (inner.type) {
      case 'image':
        return [inner];
      case 'context':
        return inner.elements.filter((element) => element.type === 'image');
      case 'section':
        return inner.accessory?.type === 'image' ? [inner.accessory] : [];
      case 'card':
        return [inner.hero_image, inner.icon].filter((image) => image !== undefined);
      case 'container':
        return inner.icon === undefined ? [] : [inner.icon];
      case 'actions':
      case 'alert':
      case 'carousel':
      case 'context_actions':
      case 'data_table':
      case 'data_visualization':
      case 'divider':
      case 'header':
      case 'input':
      case 'markdown':
      case 'rich_text':
      case 'table':
        return [];
    }
  });
}
