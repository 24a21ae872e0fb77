import { expect, test } from 'vitest';
import { readPeople } from '../people/search';
import { isDay, RANGES, rangeOf } from './range';
import { carried, framed, readExplorer, readFrame } from './search';

const given = (value: object) => JSON.parse(JSON.stringify(value));

test('what is the default is not in the address', () => {
  expect(given(readFrame({ range: '30d', compare: 'previous_period' }))).toEqual({});
  expect(given(readExplorer({ chart: 'line' }))).toEqual({});
  expect(given(readPeople({ of: 'all', page: 1 }))).toEqual({});
});

test('what is chosen survives a reload', () => {
  const search = {
    range: '2026-01-01..2026-01-31',
    compare: 'none',
    model: 'linear',
    by: 'clicks.channel',
    metrics: ['leads', 'revenue'],
    filters: [{ field: 'clicks.channel', op: 'is', value: 'paid' }],
    beside: ['first_touch'],
    sort: '-revenue',
    chart: 'stacked',
    open: [['paid'], ['paid', 'Google']],
  };
  expect(given(readExplorer(given(search)))).toEqual(search);
});

test('what makes no sense is left out, and the rest is kept', () => {
  const search = {
    range: 'tomorrow',
    compare: 7,
    filters: [{ field: 'x' }],
    metrics: [],
    open: 'all',
    model: 'linear',
  };
  expect(given(readExplorer(search))).toEqual({ model: 'linear' });
  expect(given(readPeople({ page: '-3', of: 'x' }))).toEqual({});
});

test('a question has the range in words, compared unless that is switched off', () => {
  expect(framed({})).toEqual({
    date_range: { start: '-29 days', end: 'today' },
    compare: 'previous_period',
    options: {},
  });
  expect(framed({ range: '2026-01-01..2026-01-31', compare: 'none', model: 'linear' })).toEqual({
    date_range: { start: '2026-01-01', end: '2026-01-31' },
    options: { attribution_model: 'linear' },
  });
});

test('a segment narrows beside the conditions of the page', () => {
  const own = { field: 'clicks.channel', op: 'is', value: 'paid' };
  expect(framed({ segment: 's1' }, [own]).filters).toEqual([{ segment: 's1' }, own]);
  expect(given(carried(readExplorer({ segment: 's1', saved: 'r1' })))).toEqual({ segment: 's1' });
});

test('another page gets range, comparison and model, and nothing else', () => {
  const search = readExplorer({ range: '7d', model: 'linear', by: 'clicks.source', sort: 'leads' });
  expect(given(carried(search))).toEqual({ range: '7d', model: 'linear' });
});

test('ranges have different keys, and every key is its own', () => {
  expect(new Set(RANGES.map(({ key }) => key)).size).toBe(RANGES.length);
  expect(RANGES.map(({ key }) => rangeOf(key).key)).toEqual(RANGES.map(({ key }) => key));
  expect(rangeOf('nonsense..2026-01-01').key).toBe('30d');
});

test.each([
  ['2026-02-28', true],
  ['2026-2-28', false],
  ['2026-13-01', false],
  [7, false],
])('%s is a day: %s', (value, is) => {
  expect(isDay(value)).toBe(is);
});
