/** @typedef {Node | string | number | null | undefined | false} Child */
/** A listener names the event that it takes itself, which `any` allows and the element's type cannot know.
 * @typedef {string | number | boolean | null | undefined | ((event: any) => unknown)} Prop */
/** @typedef {Record<string, Prop>} Props */

/**
 * Builds one element. `on…` functions become listeners, `true` sets an attribute, `false` and null leave it out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...kept(children));
  return element;
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function kept(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** @param {HTMLElement} element @param {string} name @param {Prop} value */
function setProp(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2), value);
  } else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * Makes `nodes` the children of `parent`, moving only what changed place, so that focus and open menus survive.
 * @param {Element} parent
 * @param {Node[]} nodes
 */
export function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of Array.from(parent.childNodes)) if (!wanted.has(child)) child.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element #${id}.`);
  return element;
}

/**
 * An element from markup that this page itself wrote (icons), or that the sandbox rendered (blocks).
 * @param {string} markup
 * @param {string} className
 */
export function html(markup, className) {
  const holder = h('div', { class: className });
  holder.innerHTML = markup;
  return holder;
}
