import { expect, test } from 'vitest';
import { paceOf, spoken } from './pace';

test('a pace needs two looks between which something happened', () => {
  const first = { at: 0, records: 100, progress: 0.1 };
  expect(paceOf(first, first)).toBeNull();
  expect(paceOf(first, { at: 5000, records: 100, progress: 0.1 })).toBeNull();
  expect(paceOf(first, { at: 2000, records: 500, progress: 0.5 })).toEqual({ rate: 200, left: 2.5 });
});

test('what is left, as one says it', () => {
  expect([0.2, 59, 300, 7200].map(spoken)).toEqual([
    'about 1 s left',
    'about 59 s left',
    'about 5 min left',
    'about 2 h left',
  ]);
});
