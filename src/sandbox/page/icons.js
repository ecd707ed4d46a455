const paths = {
  menu: '<path d="M3 5h14M3 10h14M3 15h14"/>',
  close: '<path d="M5 5l10 10M15 5L5 15"/>',
  back: '<path d="M12.5 4.5L7 10l5.5 5.5"/>',
  down: '<path d="M5.5 8L10 12.5 14.5 8"/>',
  more: '<circle cx="4.5" cy="10" r="1.1"/><circle cx="10" cy="10" r="1.1"/><circle cx="15.5" cy="10" r="1.1"/>',
  smile: '<circle cx="10" cy="10" r="7"/><path d="M7 12c1.6 2 4.400 2 6 0M7.500 8v.2M12.500 8v.2"/>',
  thread: '<path d="M4 4.500h12v8.500H9l-3.500 3v-3H4z"/>',
  send: '<path d="M4 4.500l13 5.500-13 5.500 2-5.500zM6 10h6"/>',
  plus: '<path d="M10 4.500v11M4.500 10h11"/>',
  hash: '<path d="M8 3.500L6.500 16.500M13.500 3.500L12 16.500M4 7.500h13M3.500 12.500h13"/>',
  clock: '<circle cx="10" cy="10" r="7"/><path d="M10 6v4.200l2.800 1.800"/>',
  home: '<path d="M3.500 9.500L10 4l6.500 5.500M5.500 8.500v7.500h9V8.500"/>',
  chat: '<path d="M3.500 4.500h13v9H10l-4 3v-3H3.500z"/>',
  calendar: '<path d="M4 5.500h12v11H4zM4 8.500h12M7.500 3.500v3M12.500 3.500v3"/>',
  link: '<path d="M8.500 11.500l3-3M7.500 9L5.800 10.700a2.500 2.500 0 0 0 3.500 3.500L11 12.500M12.500 11l1.700-1.700a2.500 2.500 0 0 0-3.500-3.500L9 7.500"/>',
  bolt: '<path d="M11 3L5 11h4l-1 6 6-8h-4z"/>',
};

/** @typedef {keyof typeof paths} IconName */

/**
 * A 20 px line icon in the colour of the text around it; decoration only, so hidden from screen readers.
 * @param {IconName} name
 */
export function icon(name) {
  const holder = document.createElement('span');
  holder.className = 'icon';
  holder.setAttribute('aria-hidden', 'true');
  holder.innerHTML = `<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${paths[name]}</svg>`;
  return holder;
}

/** Leeway's mark: two sails, and the dashed line of the course they were blown off. */
export const sail = `<svg viewBox="0 0 32 32" aria-hidden="true">
  <path d="M17 4.500c5.200 4.600 8 9.700 8.300 15.500H17z" fill="currentColor"/>
  <path d="M14.600 9.500V20H8.200c1-4 3.100-7.500 6.400-10.500z" fill="currentColor" opacity=".62"/>
  <path d="M6 22.500h20.500c-1.200 2.700-3.200 4-6 4h-8.700c-2.800 0-4.700-1.300-5.800-4z" fill="currentColor"/>
</svg>`;
