import { expect, test } from 'vitest';
import type { Column, Figure } from '../api/shapes';
import { funnelQuestion, moved, readFunnel, readWithin, removed, writeWithin } from './search';
import { groupsOf, passagesOf, readSeconds } from './shape';

const given = (value: object) => JSON.parse(JSON.stringify(value));
const column = (key: string): Column => ({ key, name: key, type: 'NUMBER', aggregation: null });
const PRICES = {
  event: 'page_view',
  name: 'Prices',
  filters: [{ field: 'path', op: 'starts_with', value: '/pricing' }],
};
const STEPS = [PRICES, { event: 'contact_created', within: '14 days' }, { event: 'signup' }];

test('the default funnel is asked, and is not in the address', () => {
  const asked = funnelQuestion({}).steps;
  expect(asked?.map(({ event }) => event)).toEqual(['page_view', 'contact_created', 'purchase']);
  expect(given(readFunnel({ steps: asked }))).toEqual({});
});

test('a funnel survives a reload', () => {
  const search = { range: '90d', steps: STEPS, by: 'clicks.source' };
  expect(given(readFunnel(given(search)))).toEqual(search);
});

test('what the server would refuse is left out', () => {
  const steps = [
    { ...PRICES, within: '1 day', colour: 'red' },
    { event: 'purchase', filters: 'all', name: '' },
  ];
  expect(given(readFunnel({ steps }))).toEqual({ steps: [PRICES, { event: 'purchase' }] });
  expect(given(readFunnel({ steps: [PRICES] }))).toEqual({});
  expect(given(readFunnel({ steps: Array(13).fill(PRICES) }))).toEqual({});
  expect(given(readFunnel({ steps: [PRICES, { name: 'nothing' }] }))).toEqual({});
});

test('the table asks the same by a dimension, without a comparison', () => {
  const search = readFunnel({
    steps: STEPS,
    filters: [{ field: 'clicks.channel', op: 'is', value: 'paid' }],
  });
  const [chart, table] = [funnelQuestion(search), funnelQuestion(search, 'clicks.source')];
  expect(chart.compare).toBe('previous_period');
  expect(chart.dimensions).toBeUndefined();
  expect(table).toMatchObject({ dimensions: ['clicks.source'], steps: STEPS, filters: search.filters });
  expect(table.compare).toBeUndefined();
});

test('whatever comes first follows nothing', () => {
  expect(moved(STEPS, 1, 0)).toEqual([{ event: 'contact_created' }, PRICES, { event: 'signup' }]);
  expect(removed(STEPS, 0)).toEqual([{ event: 'contact_created' }, { event: 'signup' }]);
  expect(moved(STEPS, 2, 3)).toEqual(STEPS);
});

test.each(['1 day', '14 days', '30 minutes', '6 weeks'])('%s is read and written alike', (within) => {
  const read = readWithin(within);
  expect(read && writeWithin(read.count, read.unit)).toBe(within);
});

test('steps come in order, and a time that nobody took stays nothing', () => {
  const fields = [
    'step',
    'step_name',
    'actors',
    'rateFromFirst',
    'rateFromPrevious',
    'lost',
    'medianSeconds',
  ];
  const rows: Figure[][] = [
    [2, 'Opted in', 1, 25, 25, 3, 90],
    [1, 'Prices', 4, 100, 100, 0, null],
  ];
  const told = passagesOf(fields.map(column), { rows });
  expect(told.map(({ name, lost, medianSeconds }) => [name, lost, medianSeconds])).toEqual([
    ['Prices', 0, null],
    ['Opted in', 3, 90],
  ]);
});

test('a row of the table has every step of its value, those who entered most first', () => {
  const fields = ['channel', 'step', 'step_name', 'actors', 'rateFromFirst'].map(column);
  const rows: Figure[][] = [
    ['email', 1, 'A', 2, 100],
    ['paid', 2, 'B', 3, 30],
    ['paid', 1, 'A', 10, 100],
    ['email', 2, 'B', 1, 50],
  ];
  expect(groupsOf(fields, rows, 2)).toEqual([
    { value: 'paid', actors: [10, 3], rate: 30 },
    { value: 'email', actors: [2, 1], rate: 50 },
  ]);
});

test.each([
  [0, '0 seconds'],
  [59, '59 seconds'],
  [3600, '1 hour'],
  [5400, '1 hour 30 minutes'],
  [183_600, '2 days 3 hours'],
  [900_000, '10 days'],
])('%s seconds read %s', (seconds, text) => {
  expect(readSeconds(seconds, 'en')).toBe(text);
});
