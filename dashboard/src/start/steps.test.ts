import { expect, test } from 'vitest';
import { contactCurls, counted, isDone, isNew, spendCurl } from './steps';

const NOTHING = { page_views: 0, contacts: 0, orders: 0, ad_days: 0, first_page_view_at: null };

test('it is done when something of every kind is there', () => {
  expect(isNew(NOTHING)).toBe(true);
  const some = { ...NOTHING, page_views: 1, contacts: 2, orders: 1 };
  expect([isNew(some), isDone(some), isDone({ ...some, ad_days: 1 })]).toEqual([false, false, true]);
});

test('what has come in, in words', () => {
  expect(
    counted([
      [1, 'contact'],
      [2, 'order'],
    ]),
  ).toBe('1 contact and 2 orders');
  expect(
    counted([
      [0, 'contact'],
      [1, 'order'],
    ]),
  ).toBe('1 order');
});

test('requests name the account, its integration and the key', () => {
  const place = {
    origin: 'https://h.example',
    account: 'a1',
    integration: 'i1',
    key: 'k1',
    today: '2026-03-01',
  };
  for (const text of [contactCurls(place), spendCurl(place)]) {
    expect(text).toContain("'https://h.example/api/v1/a1/i1/");
    expect(text).toContain("-H 'Authorization: k1'");
    for (const [, body] of text.matchAll(/-d '(.*)'/g)) expect(() => JSON.parse(body ?? '')).not.toThrow();
  }
});
