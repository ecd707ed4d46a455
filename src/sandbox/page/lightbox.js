import { byId, h } from './dom.js';
import { icon } from './icons.js';

/** Shows an image large, with the words that say what it shows.
 * @param {HTMLImageElement} image */
export function openLightbox(image) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('lightbox'));
  const close = h(
    'button',
    { type: 'button', class: 'bare', 'aria-label': 'Close', onclick: () => dialog.close() },
    icon('close'),
  );
  dialog.replaceChildren(
    close,
    h('img', { src: image.currentSrc || image.src, alt: image.alt }),
    h('p', { class: 'caption' }, image.alt),
  );
  dialog.onclick = (event) => {
    if (event.target === dialog) dialog.close();
  };
  dialog.showModal();
}
