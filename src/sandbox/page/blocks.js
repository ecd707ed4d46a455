/** @typedef {Record<string, unknown>} Block */
/** @typedef {{ title: string, text: string, confirm: string, deny: string, danger: boolean }} ConfirmWords */

/** Slack nests no deeper (a card in a carousel, an element in its actions); the bound only guards against a loop. */
const maxDepth = 6;

/**
 * @param {Block[]} blocks
 * @param {string} blockId
 * @param {string} actionId
 * @returns {{ block: Block, element: Block } | null}
 */
export function findElement(blocks, blockId, actionId) {
  for (const block of blocks) {
    if (block['block_id'] !== blockId) {
      const inner = nested(block);
      const found = inner.length > 0 ? findElement(inner, blockId, actionId) : null;
      if (found) return found;
      continue;
    }
    const element = search(block, actionId, 0);
    if (element) return { block, element };
  }
  return null;
}

/** An element of an input block acts only on submit, unless the block says otherwise.
 * @param {Block} block @returns {boolean} */
export function dispatches(block) {
  return block['type'] !== 'input' || block['dispatch_action'] === true;
}

/** @param {Block} element @returns {ConfirmWords | null} */
export function confirmOf(element) {
  const confirm = record(element['confirm']);
  if (!confirm) return null;
  return {
    title: words(confirm['title'], 'Are you sure?'),
    text: words(confirm['text'], ''),
    confirm: words(confirm['confirm'], 'Yes'),
    deny: words(confirm['deny'], 'Cancel'),
    danger: confirm['style'] === 'danger',
  };
}

/** @param {Block} block @returns {Block[]} */
function nested(block) {
  const inner = block['elements'] ?? block['blocks'] ?? block['cards'];
  return Array.isArray(inner) ? inner.map(record).filter((one) => one !== null) : [];
}

/** @param {unknown} value @param {string} actionId @param {number} depth @returns {Block | null} */
function search(value, actionId, depth) {
  if (depth > maxDepth || typeof value !== 'object' || value === null) return null;
  const here = record(value);
  if (here?.['action_id'] === actionId) return here;
  for (const inner of Object.values(value)) {
    const found = search(inner, actionId, depth + 1);
    if (found) return found;
  }
  return null;
}

/** @param {unknown} value @returns {Block | null} */
function record(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? /** @type {Block} */ (value) : null;
}

/** @param {unknown} text a text object @param {string} otherwise @returns {string} */
function words(text, otherwise) {
  const said = record(text)?.['text'];
  return typeof said === 'string' && said !== '' ? said : otherwise;
}
