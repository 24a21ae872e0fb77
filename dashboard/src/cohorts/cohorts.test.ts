import { expect, test } from 'vitest';
import type { Column, Figure } from '../api/shapes';
import { cohortQuestion, formOf, isOffered, readCohorts } from './search';
import { cohortsOf, depthOf, nameOf, topOf } from './shape';

const given = (value: object) => JSON.parse(JSON.stringify(value));
const FIELDS = ['cohort', 'period', 'leads', 'retention'].map(
  (key): Column => ({ key, name: key, type: 'NUMBER', aggregation: null }),
);

test('what is chosen survives a reload, and what is the default or makes no sense is not in the address', () => {
  const search = { range: '12m', metric: 'retention', scale: 'quarter' };
  expect(given(readCohorts(given(search)))).toEqual(search);
  expect(given(readCohorts({ metric: 'cumulativeRevenuePerLead', scale: 'hour' }))).toEqual({});
});

test('a month is cut into weeks and a year into months, unless something else is chosen', () => {
  expect(cohortQuestion({}).date_range.scale).toBe('week');
  expect(cohortQuestion({ range: '12m' }).date_range.scale).toBe('month');
  expect(cohortQuestion({ range: '12m', scale: 'day' }).date_range.scale).toBe('day');
});

test('a cohort is asked with its leads, and without a comparison', () => {
  expect(cohortQuestion({ metric: 'orders', model: 'linear' })).toEqual({
    type: 'cohorts',
    metrics: ['leads', 'orders'],
    date_range: { start: '-29 days', end: 'today', scale: 'week' },
  });
});

test('the switch leads to the other way of telling a metric, and back', () => {
  expect(formOf('retention')).toEqual({ form: 'each', other: 'activeCustomers' });
  expect(formOf('activeCustomers')).toEqual({ form: 'all', other: 'retention' });
  expect(formOf('medianDays')).toBeNull();
});

test('of two metrics that tell the same, one is offered', () => {
  const keys = ['leads', 'retention', 'activeCustomers', 'orders'];
  expect(keys.filter((key) => isOffered(key, 'customerRate'))).toEqual(['retention', 'orders']);
  expect(keys.filter((key) => isOffered(key, 'customers'))).toEqual(['activeCustomers', 'orders']);
  expect(keys.filter((key) => isOffered(key, 'orders'))).toEqual(['retention', 'orders']);
});

test('cohorts come oldest first; 0 and nothing are told apart', () => {
  const rows: Figure[][] = [
    ['2026-03-01', 0, 1, 0],
    ['2026-01-01', 1, 2, null],
    ['2026-01-01', 0, 2, 50],
    ['2026-01-01', 2, 2, 25],
  ];
  const cohorts = cohortsOf(FIELDS, { rows }, 'retention');
  expect(cohorts).toEqual([
    { start: '2026-01-01', leads: 2, cells: [50, null, 25] },
    { start: '2026-03-01', leads: 1, cells: [0] },
  ]);
  const cells = cohorts.flatMap((each) => each.cells);
  expect(cells.map((cell) => depthOf(cell, topOf(cohorts)))).toEqual([100, 0, 50, 0]);
  expect(depthOf(0, 0)).toBe(0);
});

test.each([
  ['week', 'Apr 6, 2026'],
  ['month', 'Apr 2026'],
  ['quarter', 'Q2 2026'],
  ['year', '2026'],
] as const)('by %s a cohort is called %s', (unit, name) => {
  expect(nameOf('2026-04-06', unit, 'en-US')).toBe(name);
});
