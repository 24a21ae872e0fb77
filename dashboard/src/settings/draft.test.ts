import { expect, test } from 'vitest';
import { changesOf, linesOf } from './draft';

test('only what differs from what is kept is sent', () => {
  const kept = { ip: 'truncated', own: ['a.example'], days: null as number | null };
  expect(changesOf(kept, { ip: 'none', own: ['a.example'] })).toEqual({ ip: 'none' });
  expect(changesOf(kept, { days: 30 })).toEqual({ days: 30 });
  expect(changesOf(kept, { ip: 'truncated' })).toEqual({});
});

test('lines, with or without commas, and never empty ones', () => {
  expect(linesOf(' a.example\n\nb.example, c.example ')).toEqual(['a.example', 'b.example', 'c.example']);
  expect(linesOf(' \n')).toEqual([]);
});
