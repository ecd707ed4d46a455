import type { Locator, Page } from 'playwright-core';

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
      await page.goto(`${url}?tour=off#/${as}/${place}`);
      await page.locator(place === 'home' ? '#home .home-body' : '#feed[aria-busy=false]').waitFor();
    },
    /** The executives' digest of the week of 11 June. */
    digest: () => answer('Asked of you by'),
    modal: () => page.locator('#modal form'),
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
