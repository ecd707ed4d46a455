import { reconcile } from './dom.js';

/** Set while somebody uses an element; what is drawn anew does not know of it. */
const inUse = new Set(['open', 'aria-busy', 'aria-expanded']);

/**
 * Makes `old` look like `fresh` and replaces nothing that is the same: blocks, controls and whatever has a `data-key` are
 * known again by their names, all else by its place. Focus, open menus, pictures and what was typed stay.
 * @param {Element} old
 * @param {Element} fresh of the same tag; taken apart
 */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const focused = document.activeElement;
  morphNode(old, fresh);
  // A block that changed its place was moved, and the focus with it lost.
  if (focused instanceof HTMLElement && old.contains(focused) && document.activeElement !== focused)
    focused.focus({ preventScroll: true });
}

/** @param {Node} old @param {Node} fresh */
function morphNode(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old instanceof Element && fresh instanceof Element) {
    morphAttributes(old, fresh);
    morphChildren(old, fresh);
    morphValue(old, fresh);
  } else old.nodeValue = fresh.nodeValue;
}

/** @param {Element} old @param {Element} fresh */
function morphAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes)
    if (!inUse.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of Array.from(old.attributes))
    // A vote stays pressed: only the page knows of it.
    if (!inUse.has(name) && name !== 'aria-pressed' && !fresh.hasAttribute(name)) old.removeAttribute(name);
}

/** @param {Element} old @param {Element} fresh */
function morphChildren(old, fresh) {
  const wanted = [...fresh.childNodes];
  const pairs = paired([...old.childNodes], wanted);
  reconcile(
    old,
    wanted.map((node) => pairs.get(node) ?? node),
  );
  for (const [node, known] of pairs) morphNode(known, node);
}

/** Which node of before stands for which of now. @param {ChildNode[]} before @param {ChildNode[]} wanted @returns {Map<ChildNode, ChildNode>} */
function paired(before, wanted) {
  /** @type {Map<string, ChildNode[]>} */
  const free = new Map();
  for (const node of before) free.set(nameOf(node), [...(free.get(nameOf(node)) ?? []), node]);
  /** @type {Map<ChildNode, ChildNode>} */
  const pairs = new Map();
  for (const node of wanted) {
    const known = free.get(nameOf(node))?.shift();
    if (known) pairs.set(node, known);
  }
  return pairs;
}

/** @param {Node} node @returns {string} */
function nameOf(node) {
  if (!(node instanceof Element)) return node.nodeName;
  const key = node.getAttribute('data-key');
  const action = node.getAttribute('data-action-id');
  const block = node.getAttribute('data-block-id');
  const own = key ?? (action === null ? block : `${block}/${action}/${node.getAttribute('data-value') ?? ''}`);
  return `${node.nodeName} ${own ?? ''}`;
}

/** What the app now says of a control counts, unless somebody is at it. @param {Element} old @param {Element} fresh */
function morphValue(old, fresh) {
  if (old === document.activeElement) return;
  if (old instanceof HTMLSelectElement && fresh instanceof HTMLSelectElement) {
    // Its options have moved over to the old one: which is chosen is in their attributes.
    for (const option of old.options) option.selected = option.defaultSelected;
  } else if (old instanceof HTMLInputElement && fresh instanceof HTMLInputElement) {
    old.checked = fresh.defaultChecked;
    if (old.type !== 'checkbox' && old.type !== 'radio') old.value = fresh.defaultValue;
  } else if (old instanceof HTMLTextAreaElement && fresh instanceof HTMLTextAreaElement) old.value = old.defaultValue;
}
