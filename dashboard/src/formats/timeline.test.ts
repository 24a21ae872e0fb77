import { expect, test } from 'vitest';
import type { Column, Rows, Scale } from '../api/shapes';
import { dayIn, partialOf, timelineOf } from './timeline';

const FIELDS: Column[] = [
  { name: 'Date', key: 'date', type: 'DATE', aggregation: null },
  { name: 'Leads', key: 'leads', type: 'NUMBER', aggregation: 'SUM' },
  { name: 'Lead Value', key: 'leadValue', type: 'CURRENCY', aggregation: 'AVG' },
];

function answer(scale: Scale, start: string, end: string, rows: Rows['rows']): Rows {
  return { rows, row_count: rows.length, totals: [], unattributed: null, date_range: { start, end, scale } };
}

test('a day without anything is 0, and has no ratio', () => {
  const line = timelineOf(answer('day', '2026-02-27', '2026-03-02', [['2026-02-28', 3, 9.5]]), FIELDS);
  expect(line.dates).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  expect(line.of('leads')).toEqual([0, 3, 0, 0]);
  expect(line.of('leadValue')).toEqual([null, 9.5, null, null]);
});

test('weeks begin where the account’s do, also before the range', () => {
  const rows = [['2026-11-09', 1, 1]];
  const line = timelineOf(answer('week', '2026-11-05', '2026-11-20', rows), FIELDS);
  expect(line.dates).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
  expect(line.of('leads')).toEqual([0, 1, 0]);
});

test('months', () => {
  const line = timelineOf(answer('month', '2026-11-20', '2027-01-02', [['2026-12-01', 2, 1]]), FIELDS);
  expect(line.dates).toEqual(['2026-11-01', '2026-12-01', '2027-01-01']);
  expect(line.of('leads')).toEqual([0, 2, 0]);
});

test.each([
  ['day', ['2026-11-21', '2026-11-22', '2026-11-23'], '2026-11-23', 2],
  ['day', ['2026-11-21', '2026-11-22'], '2026-11-22', null],
  ['week', ['2026-11-09', '2026-11-16', '2026-11-23'], '2026-11-23', 2],
  ['week', ['2026-11-02', '2026-11-09'], '2026-11-12', 1],
  ['month', ['2026-10-01', '2026-11-01'], '2026-11-23', 1],
  ['quarter', ['2026-04-01', '2026-07-01'], '2026-09-30', null],
] as const)('by %s, of %j until %s only a part is told at %s', (scale, dates, end, at) => {
  expect(partialOf(dates, { start: dates[0], end, scale }, '2026-11-23')).toBe(at);
});

test('the day is that of the account', () => {
  expect(dayIn('America/New_York', '2026-11-23T03:00:00Z')).toBe('2026-11-22');
  expect(dayIn('Europe/Berlin', '2026-11-23T23:30:00Z')).toBe('2026-11-24');
});
