/** Sizes are in pixels of a picture 1,200 wide; on a phone it is shown at about a third. */
export const sizes = { width: 1200, height: 630, margin: 40, title: 50, subtitle: 30, label: 28, value: 46 } as const;

/** Text, marks and legend never share a colour exactly, so that the check for blank pictures can tell them apart. */
export const colours = {
  text: '#1b1f24',
  quietText: '#3d454e',
  data: '#0b4f8a',
  dataKey: '#0b4f8b',
  outside: '#b3261e',
} as const;

export const lineHeight = (fontPx: number): number => Math.round(fontPx * 1.18);
