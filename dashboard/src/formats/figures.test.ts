import { expect, test } from 'vitest';
import {
  digitsOf,
  readBare,
  readChange,
  readDate,
  readExactly,
  readFigure,
  readRange,
  readShort,
} from './figures';

const us = { currency: 'USD', locale: 'en-US' };
const de = { currency: 'EUR', locale: 'de-DE' };

test.each([
  [4310, 'CURRENCY', '$4,310'],
  [4310.5, 'CURRENCY', '$4,311'],
  [22.38, 'CURRENCY', '$22.38'],
  [-49, 'CURRENCY', '−$49'],
  [222.80833333, 'NUMBER', '222.8'],
  [1.069, 'NUMBER', '1.07'],
  [10.36036, 'PERCENT', '10.4 %'],
  [null, 'PERCENT', '–'],
  ['(none)', 'STRING', '(none)'],
  ['2026-11-02', 'DATE', 'Nov 2, 2026'],
] as const)('%s as %s reads %s', (value, type, text) => {
  expect(readFigure(value, type, us)).toBe(text);
});

test('other languages group and mark money their own way', () => {
  expect(readFigure(1234567, 'CURRENCY', de)).toBe('1.234.567\u00a0€');
  expect(readDate('2026-11-02', de)).toBe('2. Nov. 2026');
});

test('where figures must be equal, cents are never dropped', () => {
  expect(readExactly(5171.86, 'CURRENCY', us)).toBe('$5,171.86');
  expect(readExactly(5171, 'CURRENCY', us)).toBe('$5,171');
});

test.each([
  [12, 10, '+20 %'],
  [8, 10, '−20 %'],
  [10.15, 10, '+1.5 %'],
  [10, 10, '0 %'],
  [500, 10, '× 50'],
  [5, 0, null],
  [5, undefined, null],
  [null, 5, null],
])('from %s to %s is %s', (now, before, text) => {
  expect(readChange(now, before, us)).toBe(text);
});

test('axes are short, ranges tell what they share once', () => {
  expect(readShort(12400, 'CURRENCY', us)).toBe('$12.4K');
  expect(readRange('2026-11-01', '2026-11-23', us).replaceAll('\u2009', ' ')).toBe('Nov 1 – 23, 2026');
});

test.each([
  ['CURRENCY', 'SUM', [4968, 619.74], 0],
  ['CURRENCY', 'AVG', [24.52, 8], 2],
  ['NUMBER', 'SUM', [222, 23], 0],
  ['NUMBER', 'SUM', [222.8, 23], 1],
  ['NUMBER', 'AVG', [2.6, null, 2.63], 2],
  ['PERCENT', 'AVG', [10, 20], 1],
] as const)('a column of %s (%s) %j has %i digits after the point', (type, aggregation, figures, digits) => {
  expect(digitsOf(type, aggregation, figures)).toBe(digits);
});

test('below a heading with the unit, figures have none', () => {
  expect(readBare(4968.4, 'CURRENCY', 0, us)).toBe('4,968');
  expect(readBare(-2.6, 'NUMBER', 2, us)).toBe('−2.60');
  expect(readBare(null, 'PERCENT', 1, us)).toBe('–');
});
