/** The names that Slack uses in its API. The first eight are offered, the others only shown. */
const glyphs = new Map([
  ['+1', '👍'],
  ['eyes', '👀'],
  ['white_check_mark', '✅'],
  ['pray', '🙏'],
  ['tada', '🎉'],
  ['thinking_face', '🤔'],
  ['warning', '⚠️'],
  ['-1', '👎'],
  ['thumbsup', '👍'],
  ['thumbsdown', '👎'],
  ['heart', '❤️'],
  ['rocket', '🚀'],
  ['sailboat', '⛵'],
  ['raised_hands', '🙌'],
  ['hourglass_flowing_sand', '⏳'],
  ['x', '❌'],
  ['question', '❓'],
  ['bulb', '💡'],
  ['chart_with_upwards_trend', '📈'],
  ['chart_with_downwards_trend', '📉'],
  ['rotating_light', '🚨'],
  ['smile', '😄'],
  ['wave', '👋'],
]);

export const offered = [...glyphs.keys()].slice(0, 8);

/** @param {string} name @returns {string} the character, or `:name:` where we do not know it */
export function glyph(name) {
  return glyphs.get(name) ?? `:${name}:`;
}
