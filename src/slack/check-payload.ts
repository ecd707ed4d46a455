import { checkBlock } from './check-block.ts';
import { checkCount, checkLength, refuse, type Json } from './check.ts';
import { blockTypes, idLimit, messageLimits, viewLimits, type Surface } from './limits.ts';

/** A message, a modal or a Home as it would be sent. Throws `too-large` or `invalid`, `field` being the path of the fault. */
export function checkPayload(payload: { text?: unknown; blocks?: unknown; view?: unknown }): void {
  if (payload.view !== undefined) return checkView(payload.view as Json);
  checkLength(payload.text, messageLimits.text, 'text');
  if (payload.blocks === undefined) return;
  checkBlocks(payload.blocks, 'message', messageLimits.blocks, 'blocks');
  const chars = countText(payload.blocks);
  if (chars > messageLimits.allText)
    refuse('blocks', `have ${chars} characters in all, ${messageLimits.allText} are allowed`, 'too-large');
}

function checkView(view: Json): void {
  const type = view['type'];
  if (type !== 'modal' && type !== 'home') return refuse('view.type', 'must be modal or home');
  if (type === 'modal') checkLength((view['title'] as Json | undefined)?.['text'], viewLimits.title, 'view.title');
  for (const part of ['submit', 'close'] as const) {
    if (view[part] !== undefined) checkLength((view[part] as Json)['text'], viewLimits[part], `view.${part}`);
  }
  if (view['private_metadata'] !== undefined) {
    checkLength(view['private_metadata'], viewLimits.privateMetadata, 'view.private_metadata', 0);
  }
  if (view['callback_id'] !== undefined) checkLength(view['callback_id'], viewLimits.callbackId, 'view.callback_id');
  checkBlocks(view['blocks'], type, viewLimits.blocks, 'view.blocks');
  const needsSubmit = (view['blocks'] as Json[]).some((block) => block['type'] === 'input');
  if (type === 'modal' && needsSubmit && view['submit'] === undefined) refuse('view.submit', 'is needed where there are inputs');
}

function checkBlocks(blocks: unknown, surface: Surface, max: number, path: string): void {
  checkCount(blocks, max, path, surface === 'message' ? 1 : 0);
  const seen = new Set<unknown>();
  let primaries = 0;
  blocks.forEach((block, index) => {
    const at = `${path}[${index}]`;
    if (!(blockTypes[surface] as readonly unknown[]).includes(block['type'])) refuse(`${at}.type`, `is not for a ${surface}`);
    if (block['block_id'] !== undefined) {
      checkLength(block['block_id'], idLimit, `${at}.block_id`);
      if (seen.has(block['block_id'])) refuse(`${at}.block_id`, 'is used twice');
      seen.add(block['block_id']);
    }
    checkBlock(block, at);
    primaries += countPrimaries(block);
  });
  // Slack allows more; a reader who sees two main buttons has none.
  if (surface === 'message' && primaries > 1) refuse(path, `have ${primaries} primary buttons, 1 is allowed`);
}

const countPrimaries = (node: unknown): number => {
  if (Array.isArray(node)) return node.reduce<number>((sum, entry) => sum + countPrimaries(entry), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const own = (node as Json)['style'] === 'primary' ? 1 : 0;
  return own + countPrimaries((node as Json)['elements'] ?? []) + countPrimaries((node as Json)['accessory']);
};

/** The characters of every text that a reader could see. */
function countText(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, entry) => sum + countText(entry), 0);
  if (typeof node !== 'object' || node === null) return 0;
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (typeof value === 'string' ? (key === 'text' || key === 'alt_text' ? value.length : 0) : countText(value)),
    0,
  );
}
