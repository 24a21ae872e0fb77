import { expect, test } from 'vitest';
import { moved, sent, told } from './rules';

const OWN = {
  because: 'partners',
  channel: 'affiliate',
  when: [{ field: 'utm_source', op: 'is', values: ['acme'] }],
};
const OURS = { because: 'a medium', channel: 'paid', when: [], default: 'a medium' };

test('a rule goes to another place, and never out of the list', () => {
  expect(moved([OWN, OURS], 0, 1)).toEqual([OURS, OWN]);
  expect(moved([OWN, OURS], 1, 0)).toEqual([OURS, OWN]);
  expect(moved([OWN, OURS], 0, -1)).toEqual([OWN, OURS]);
  expect(moved([OWN, OURS], 1, 2)).toEqual([OWN, OURS]);
});

test('rules of the product are sent by their name', () => {
  expect(sent([OWN, OURS])).toEqual([OWN, { default: 'a medium' }]);
});

test('conditions read as words, long lists cut', () => {
  expect(told({ field: 'utm_medium', op: 'is_not_set', values: [] })).toBe('utm_medium is not there');
  expect(told({ field: 'referrer_host', op: 'on_host', values: ['a', 'b', 'c', 'd', 'e'] })).toBe(
    'the referring site is on the host a, b, c, d or one of 1 more',
  );
});
