import { checkElement } from './check-element.ts';
import { checkCount, checkLength, checkText, refuse, type Json } from './check.ts';
import { limits } from './limits.ts';

const rules: Record<string, (block: Json, path: string) => void> = {
  header: (block, path) => checkText(block['text'], limits.header, `${path}.text`, 'plain_text'),
  divider: () => {},
  section(block, path) {
    const { text, fields, accessory } = block;
    if (text === undefined && fields === undefined) refuse(path, 'needs a text or fields');
    if (text !== undefined) checkText(text, limits.section, `${path}.text`);
    if (fields !== undefined) {
      checkCount(fields, limits.fields, `${path}.fields`);
      fields.forEach((field, index) => checkText(field, limits.field, `${path}.fields[${index}]`));
    }
    if (accessory !== undefined) checkElement(accessory as Json, `${path}.accessory`);
  },
  context(block, path) {
    checkCount(block['elements'], limits.contextElements, `${path}.elements`);
    block['elements'].forEach((element, index) => {
      const at = `${path}.elements[${index}]`;
      if (element['type'] === 'image') checkElement(element, at);
      else checkText(element, limits.contextText, at);
    });
  },
  actions: (block, path) => checkElements(block['elements'], limits.actionElements, path),
  context_actions: (block, path) => checkElements(block['elements'], limits.contextActionElements, path),
  image(block, path) {
    checkElement(block, path);
    if (block['title'] !== undefined) checkText(block['title'], limits.imageTitle, `${path}.title`, 'plain_text');
  },
  markdown: (block, path) => checkLength(block['text'], limits.markdown, `${path}.text`),
  alert: (block, path) => checkText(block['text'], limits.section, `${path}.text`),
  input(block, path) {
    checkText(block['label'], limits.inputLabel, `${path}.label`, 'plain_text');
    if (block['hint'] !== undefined) checkText(block['hint'], limits.inputHint, `${path}.hint`, 'plain_text');
    if (typeof block['element'] !== 'object' || block['element'] === null) return refuse(`${path}.element`, 'is missing');
    checkElement(block['element'] as Json, `${path}.element`);
  },
  table(block, path) {
    checkCount(block['rows'], limits.tableRows, `${path}.rows`);
    block['rows'].forEach((row, index) => checkCount(row, limits.tableColumns, `${path}.rows[${index}]`));
  },
};

export function checkBlock(block: Json, path: string): void {
  const rule = rules[String(block['type'])];
  if (!rule) return refuse(`${path}.type`, `“${String(block['type'])}” is no block that Leeway sends`);
  rule(block, path);
}

function checkElements(elements: unknown, max: number, path: string): void {
  checkCount(elements, max, `${path}.elements`);
  const seen = new Set<unknown>();
  elements.forEach((element, index) => {
    const at = `${path}.elements[${index}]`;
    checkElement(element, at);
    if (seen.has(element['action_id'])) refuse(`${at}.action_id`, 'is used twice in its block');
    seen.add(element['action_id']);
  });
}
