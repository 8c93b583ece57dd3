import { describe, expect, it } from 'vitest';
import { TagMatcher } from './match-tags.ts';

describe('matching tags', () => {
  const matcher = new TagMatcher(['loss/train', 'loss/validation', 'validation/loss', 'a+b']);

  it('begins at the beginning of a tag and may end before its end, as in TensorBoard', () => {
    expect(matcher.match('loss')).toEqual({ tags: ['loss/train', 'loss/validation'] });
    expect(matcher.match('loss/.*n$|a')).toEqual({ tags: ['loss/train', 'loss/validation', 'a+b'] });
    expect(matcher.match('(?P<of>.*)/loss$')).toEqual({ tags: ['validation/loss'] });
    expect(matcher.match(String.raw`a\+b`)).toEqual({ tags: ['a+b'] });
    expect(matcher.match('nothing')).toEqual({ tags: [] });
  });

  it('says which pattern is none', () => {
    expect(matcher.match('(loss')).toEqual({
      problem: "the pattern '(loss' is no regular expression that is understood here",
    });
    expect(matcher.match('a'.repeat(1001))).toEqual({ problem: expect.stringMatching(/longer than 1000/) });
  });

  it('ends where a pattern was made to take for ever, and all patterns together have no more time', () => {
    const hostile = new TagMatcher([`${'a'.repeat(60)}b`]);
    const tooLong = { problem: expect.stringMatching(/takes too long/) };
    const begin = performance.now();
    for (let i = 0; i < 20; i++) expect(hostile.match('(a+)+$')).toEqual(tooLong);
    expect(performance.now() - begin).toBeLessThan(4000);
    expect(hostile.match('a')).toEqual(tooLong);
  });
});
