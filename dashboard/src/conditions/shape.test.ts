import { expect, test } from 'vitest';
import type { Condition } from '../api/shapes';
import { conditionOf, groupOf, testOf, wordsOf } from './shape';

const PAID = { field: 'clicks.channel', op: 'is', value: 'paid' };
const MAIL = { field: 'clicks.channel', op: 'is', value: 'email' };
const BIG = { field: 'order.amount', op: 'between', value: ['10', '20'] };
const NAMES = {
  field: (key: string) => key.split('.')[1] ?? key,
  operator: (key: string) => key,
  segment: (id: string) => `segment ${id}`,
};

test.each<[Condition]>([
  [PAID],
  [{ any: [PAID, MAIL] }],
  [{ all: [PAID, BIG] }],
  [{ not: PAID }],
  [{ not: { any: [PAID, MAIL] } }],
])('%j is a group, and the same condition again', (condition) => {
  const group = groupOf(condition);
  expect(group && conditionOf(group)).toEqual(condition);
});

test('what is nested deeper, and a segment, is no group', () => {
  expect(groupOf({ any: [PAID, { all: [MAIL, BIG] }] })).toBeNull();
  expect(groupOf({ not: { all: [MAIL, BIG] } })).toBeNull();
  expect(groupOf({ segment: 's1' })).toBeNull();
});

test('a group without comparisons is no condition', () => {
  expect(conditionOf({ way: 'any', tests: [] })).toBeNull();
});

test.each<[Condition, string]>([
  [PAID, 'channel is paid'],
  [{ any: [PAID, MAIL] }, 'channel is paid or channel is email'],
  [{ not: { any: [PAID, BIG] } }, 'not (channel is paid or amount between 10 and 20)'],
  [{ field: 'contact.email', op: 'is_set' }, 'email is_set'],
  [{ segment: 's1' }, 'segment s1'],
])('%j reads %s', (condition, words) => {
  expect(wordsOf(condition, NAMES)).toBe(words);
});

test('values are read by how many the operator takes', () => {
  const said = (typed: string[], picked: string[] = []) => ({ typed, picked });
  expect(testOf('f', { key: 'is_set', values: 'none' }, said([]))).toEqual({ field: 'f', op: 'is_set' });
  expect(testOf('f', { key: 'is', values: 'one' }, said([' a, b ']))?.value).toBe('a, b');
  expect(testOf('f', { key: 'is', values: 'one' }, said(['  ']))).toBeNull();
  expect(testOf('f', { key: 'between', values: 'two' }, said(['1']))).toBeNull();
  expect(testOf('f', { key: 'in', values: 'many' }, said(['b, c,'], ['a, b', 'b']))?.value).toEqual([
    'a, b',
    'b',
    'c',
  ]);
});
