import { joinLines, type Line } from './line.ts';
import type { Material } from './material.ts';
import type { Say } from './templates.ts';

/** How many models nobody answers for in full, and how many nothing watches: silence must not pass for health. */
export function gapLine(say: Say, voice: 'executive' | 'data-scientist', { gaps }: Material): Line | undefined {
  const lineOf = (gap: keyof Material['gaps']) => {
    const count = gaps[gap];
    return count ? say(`${voice}.${gap}.${count.value === 1 ? 'one' : 'many'}`, 'not-measured', { facts: { count } }) : undefined;
  };
  return joinLines('not-measured', [lineOf('unowned'), lineOf('unmonitored')]);
}
