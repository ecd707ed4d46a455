import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type Running, runSandbox } from '../support.ts';

// In a real browser: focus, open menus and what was typed are its own.

let running: Running;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [running, browser] = await Promise.all([runSandbox(), launchBrowser()]);
  page = await browser.newPage();
  await page.goto(`${running.base}/docs`);
  // As text: an import written here would be the test runner's.
  await page.evaluate(`import('${running.base}/morph.js').then(({ morph }) => void (globalThis.morph = morph))`);
});
afterAll(async () => {
  await browser.close();
  await running.stop();
});
beforeEach(() => page.evaluate(() => void (document.body.innerHTML = '<div id="root"></div>')));

const put = (html: string) => page.evaluate((markup) => void (document.querySelector('#root')!.innerHTML = markup), html);
/** Brings #root to other markup; says which of the nodes of before that a selector finds are still there. */
const change = (html: string, watched: string) =>
  page.evaluate(
    ({ html: markup, watched: selector }) => {
      const { morph } = globalThis as never as { morph: (old: Element, fresh: Element) => void };
      const before = [...document.querySelectorAll(selector)];
      const fresh = document.createElement('div');
      fresh.id = 'root';
      fresh.innerHTML = markup;
      morph(document.querySelector('#root')!, fresh);
      return before.map((node) => node.isConnected);
    },
    { html, watched },
  );
const html = () => page.evaluate(() => document.querySelector('#root')!.innerHTML);
const block = (id: string, inner: string) => `<div data-block-id="${id}">${inner}</div>`;
const button = (id: string) => `<button data-block-id="${id}" data-action-id="take">Take it</button>`;

it('gives the new markup', async () => {
  await put(block('a', '<p class="x">one</p>') + block('b', button('b')));
  const after = `${block('new', '<b>first</b>')}${block('a', '<p title="t">two <i>three</i></p>')}`;
  await change(after, '*');
  expect(await html()).toBe(after);
});

it('keeps blocks by their names wherever they come to stand, and the focus', async () => {
  await put(block('a', 'one') + block('b', button('b')) + block('c', 'three'));
  await page.focus('button');
  const kept = await change(block('new', 'zero') + block('b', button('b')) + block('a', 'changed'), '[data-block-id]');
  expect(kept).toEqual([true, true, true, false]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-block-id'))).toBe('b');
});

it('leaves a picture, a pressed vote, an open menu and a button at work as they are', async () => {
  const menu = (open = '', more = '') =>
    `<details${open}><summary>⋯</summary><button data-value="1">One</button>${more}</details>`;
  const markup = (text: string) =>
    block('chart', '<img src="data:,">') +
    block('text', text) +
    block('menu', menu()) +
    block('useful', '<button data-action-id="useful" data-value="yes">Useful</button>') +
    block('do', '<button data-action-id="do">Do</button>');
  await put(markup('before'));
  await page.evaluate(() => {
    document.querySelector('details')!.open = true;
    document.querySelector('[data-value=yes]')!.setAttribute('aria-pressed', 'true');
    document.querySelector('[data-action-id=do]')!.setAttribute('aria-busy', 'true');
  });
  const kept = await change(markup('after'), 'img, details, button');
  expect(kept.every(Boolean)).toBe(true);
  expect(await html()).toContain('after');
  expect(await page.locator('details[open], [aria-pressed=true], [aria-busy=true]').count()).toBe(3);
});

it('keeps what is being typed and shows what the app says of the other fields', async () => {
  const fields = (day: string, chosen: string) =>
    block('text', '<input data-action-id="text" value="">') +
    block('day', `<input data-action-id="day" value="${day}">`) +
    block(
      'choice',
      `<select data-action-id="choice">${['a', 'b'].map((one) => `<option${one === chosen ? ' selected' : ''}>${one}</option>`).join('')}</select>`,
    );
  await put(fields('1', 'a'));
  await page.fill('[data-action-id=day]', 'other');
  await page.selectOption('select', 'a');
  await page.fill('[data-action-id=text]', 'half a sent');
  await change(fields('2', 'b'), '*');
  expect(await page.inputValue('[data-action-id=text]')).toBe('half a sent');
  expect(await page.inputValue('[data-action-id=day]')).toBe('2');
  expect(await page.inputValue('select')).toBe('b');
});

it('puts no listener of one reaction under another', async () => {
  const chip = (name: string) => `<button data-key="${name}">${name}</button>`;
  await put(chip('eyes') + chip('tada'));
  const kept = await change(chip('tada') + chip('heart'), 'button');
  expect(kept).toEqual([false, true]);
  expect(await html()).toBe(chip('tada') + chip('heart'));
});
