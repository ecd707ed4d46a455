import { html } from 'hono/html';
import { page, type Html } from './page.ts';

export type LinkProblem = 'forged' | 'expired' | 'gone';

const words: Record<LinkProblem, { title: string; text: string }> = {
  forged: {
    title: 'This link does not open anything',
    text: 'It was shortened, mistyped or made by somebody else. Copy the whole link from the message once more.',
  },
  expired: {
    title: 'This link has expired',
    text: 'Links to a digest open it for a limited time, because whoever has one can read it.',
  },
  gone: {
    title: 'This digest is no longer here',
    text: 'The link is right, but the digest it leads to is not in this installation.',
  },
};

/** A page for a reader who did nothing wrong: what happened, and how to get a new link. */
export const linkProblemHtml = (kind: LinkProblem): Html =>
  page(
    words[kind].title,
    html`<main class="narrow">
      <p class="kicker">Leeway</p>
      <h1>${words[kind].title}</h1>
      <p>${words[kind].text}</p>
      <p><strong>For a new one,</strong> write <code>/leeway digest</code> in Slack: the answer has a fresh link under it.</p>
    </main>`,
  );
