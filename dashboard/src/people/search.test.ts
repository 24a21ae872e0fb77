import { expect, test } from 'vitest';
import { EVER, nextSort, readPeople, soughtOf } from './search';

test('everybody is asked for at first, and the days count only of those who did something in them', () => {
  expect(soughtOf(readPeople({}))).toMatchObject({ type: 'leads', date_range: EVER });
  expect(soughtOf(readPeople({ of: 'revenue', range: '2026-01-01..2026-01-31' }))).toMatchObject({
    type: 'revenue',
    date_range: { start: '2026-01-01', end: '2026-01-31' },
  });
});

test('what is chosen is read with patience', () => {
  expect(readPeople({ search: 912, sort: '-billed', page: '3' })).toMatchObject({
    search: '912',
    sort: '-billed',
    page: 3,
  });
  expect(readPeople({ search: '', sort: 'age', page: -1, filters: [{ op: 'is' }], of: 'all' })).toEqual(
    readPeople({}),
  );
});

test('a click on a heading sorts, another one turns it round', () => {
  expect(nextSort(undefined, 'billed')).toBe('-billed');
  expect(nextSort('-billed', 'billed')).toBe('billed');
  expect(nextSort('-billed', 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
});
