import { expect, test } from 'vitest';
import { reasonsOf, wordsOf } from './drops';

test('reasons of all days and both counters are added up, the most frequent first', () => {
  expect(
    reasonsOf([
      { day: '2026-03-01', reason: 'bot', hits: 2, by: 'enrichment' },
      { day: '2026-03-01', reason: 'gpc', hits: 4, by: 'collector' },
      { day: '2026-03-02', reason: 'bot', hits: 3, by: 'enrichment' },
    ]),
  ).toEqual([
    { reason: 'bot', hits: 5 },
    { reason: 'gpc', hits: 4 },
  ]);
});

test('a reason that is not known here is shown as it is called', () => {
  expect(wordsOf('beyond the 1000 hits of one call')).toContain('send several');
  expect(wordsOf('of tomorrow')).toBe('of tomorrow');
});
