import { expect, test } from 'vitest';
import type { Column, Rows, Scale } from '../api/shapes';
import { timelineOf } from './timeline';

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
