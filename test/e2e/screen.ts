import type { Browser, Locator, Page } from 'playwright-core';

/**
 * A page in which nothing moves by itself: without a graphics card each frame is drawn by the processor that the server
 * under test needs, and a bar that glides while the clock moves takes a whole core.
 */
export const newPage = (browser: Browser): Promise<Page> =>
  browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });

export type Screen = ReturnType<typeof screenOf>;

/** What the walk looks at and does on the sandbox's page. */
export function screenOf(page: Page, url: string) {
  const answer = (words: string | RegExp): Locator => page.locator('#feed article', { hasText: words }).last();
  async function type(text: string): Promise<void> {
    await page.locator('[data-composer=channel]').fill(text);
    await page.locator('#composer .send').click();
  }
  return {
    /** Goes somewhere as somebody, without the tour; a channel's messages are there then. */
    async visit(as: string, place: string): Promise<void> {
      // From nowhere, so that nothing of the page before is taken for this one.
      await page.goto('about:blank');
      await page.goto(`${url}?tour=off#/${as}/${place}`);
      await page.locator(place === 'home' ? '#home .home-body' : '#feed[aria-busy=false]').waitFor();
    },
    /** The executives' digest of the week of 11 June. */
    digest: () => answer('Asked of you by'),
    modal: () => page.locator('#modal form'),
    /** Closes what is open on top. */
    async escape(): Promise<void> {
      await page.keyboard.press('Escape');
      await page.locator('#modal form').waitFor({ state: 'detached' });
    },
    /** Presses a button of a message and agrees to what Slack asks then; the words of the question. */
    async confirmed(button: Locator): Promise<string> {
      await button.click();
      const dialog = page.locator('#confirm[open]');
      const words = await dialog.innerText();
      await dialog.locator('button[value=yes]').click();
      return words;
    },
    /** A picture for people to look at, where E2E_SHOTS names a folder for them. */
    async shot(name: string, what: Page | Locator = page): Promise<void> {
      const folder = process.env['E2E_SHOTS'];
      if (folder) await what.screenshot({ path: `${folder}/${name}.png` });
    },
    /** The newest message of the open channel with these words. */
    answer,
    /** What would have to be scrolled sideways. */
    tooWide: (): Promise<string[]> =>
      page.evaluate(() =>
        ['html', '#feed', '#home', '#modal', '#thread-feed']
          .map((one) => document.querySelector(one)!)
          .filter((one) => one.scrollWidth > one.clientWidth)
          .map((one) => one.id || one.tagName),
      ),
    /** Runs `/leeway …` and waits for a message with these words. */
    async command(text: string, answered: string | RegExp): Promise<Locator> {
      await type(`/leeway ${text}`.trim());
      await answer(answered).waitFor();
      return answer(answered);
    },
  };
}
