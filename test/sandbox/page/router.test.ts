import { describe, expect, it } from 'vitest';
import { formatHash, parseHash } from '../../../src/sandbox/page/router.js';

describe('the address of a place', () => {
  it('reads persona, channel and thread', () => {
    expect(parseHash('#/U0EXEC/C0HEALTH/992876400.000100')).toEqual({
      as: 'U0EXEC',
      place: 'C0HEALTH',
      thread: '992876400.000100',
    });
    expect(parseHash('#/U0EXEC/home')).toEqual({ as: 'U0EXEC', place: 'home', thread: null });
  });

  it('leaves out what is no id, and all that follows it', () => {
    expect(parseHash('#/<img>/C0HEALTH')).toEqual({ as: null, place: null, thread: null });
    expect(parseHash('#/U0EXEC/%E0%A4%A/1.000000')).toEqual({ as: 'U0EXEC', place: null, thread: null });
    expect(parseHash('#/U0EXEC/C0HEALTH/latest')).toEqual({ as: 'U0EXEC', place: 'C0HEALTH', thread: null });
    expect(parseHash('')).toEqual({ as: null, place: null, thread: null });
  });

  it('has no threads in the Home tab', () => {
    expect(parseHash('#/U0EXEC/home/992876400.000100').thread).toBeNull();
  });

  it('is read back as it was written', () => {
    for (const hash of ['#/U0DS', '#/U0DS/home', '#/U0DS/C0DS/992876400.000100']) expect(formatHash(parseHash(hash))).toBe(hash);
  });
});
