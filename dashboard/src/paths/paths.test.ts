import { expect, test } from 'vitest';
import { pathQuestion, readPaths } from './search';
import { binsOf, flowOf, OTHERS, stationsOf } from './shape';

const given = (value: object) => JSON.parse(JSON.stringify(value));

test('orders by channel are asked unless something else is chosen, and the address has what was', () => {
  expect(given(readPaths({ of: 'revenue', by: 'path.channels' }))).toEqual({});
  expect(pathQuestion({})).toMatchObject({
    type: 'revenue',
    dimensions: ['path.channels'],
    metrics: ['orders', 'revenue'],
  });
  const search = readPaths({ of: 'leads', by: 'path.sources', segment: 's1' });
  expect(pathQuestion(search)).toMatchObject({
    type: 'leads',
    filters: [{ segment: 's1' }],
    options: { sort: '-leads' },
  });
  expect(pathQuestion(search, 'path.days').options).toEqual({ sort: 'path_days' });
});

test('a conversion without touches has no stations', () => {
  expect([null, '(none)', 'paid', 'paid > email > paid'].map(stationsOf)).toEqual([
    [],
    [],
    ['paid'],
    ['paid', 'email', 'paid'],
  ]);
});

test('what flows in flows out, the last stations stand before the end', () => {
  const { nodes, links } = flowOf(
    [
      ['paid', 50],
      ['email > paid', 30],
      ['audio > paid', 1],
      [null, 9],
    ],
    'Order',
  );
  expect(nodes).toContainEqual({ id: '1 paid', name: 'paid', column: 1, weight: 81 });
  expect(nodes).toContainEqual({ id: '2 Order', name: 'Order', column: 2, weight: 81 });
  expect(links).toContainEqual({ source: '0 email', target: '1 paid', value: 30 });
  expect(links).toContainEqual({ source: `0 ${OTHERS}`, target: '1 paid', value: 1 });
});

test('long paths are told from their end', () => {
  const { nodes } = flowOf([['a > b > c > d > e', 1]], 'Lead');
  expect(nodes.map(({ name }) => name)).toEqual(['b', 'c', 'd', 'e', 'Lead']);
});

test('lengths are put together where they are long', () => {
  const rows = [
    [0, 2],
    [1, 5],
    [3, 1],
    [9, 4],
  ];
  expect(binsOf(rows, [0, 1, 2, 5])).toEqual([
    { name: '0', count: 2 },
    { name: '1', count: 5 },
    { name: '2 – 4', count: 1 },
    { name: '5 or more', count: 4 },
  ]);
});
