import { expect, test } from 'vitest';
import type { Answer, Order } from '../api/shapes';
import { creditQuestion, creditsOf, orderKey } from './credit';

const order = (order_id: string, date_created: string) => ({ order_id, date_created }) as Order;

test('one question asks for all orders, a day around them, and all models', () => {
  const orders = [order('7', '2026-03-01T23:30:00+00:00'), order('9', '2026-02-10T00:10:00+00:00')];
  expect(creditQuestion(orders, ['linear', 'last_touch'])).toMatchObject({
    type: 'revenue',
    date_range: { start: '2026-02-09', end: '2026-03-02' },
    filters: [{ field: 'order.id', op: 'in', value: ['7', '9'] }],
    options: { attribution_model: ['linear', 'last_touch'] },
  });
});

test('parts stand by order and model; what earned nothing and models that overlap are left out', () => {
  const metric = { name: 'Revenue', key: 'revenue', type: 'CURRENCY', aggregation: 'SUM' } as const;
  const dimension = { name: '', key: '', type: 'STRING', aggregation: null } as const;
  const answer = {
    fields: [
      ...Array.from({ length: 5 }, () => dimension),
      { ...metric, model: 'linear', additive: true },
      { ...metric, model: 'last_touch', additive: true },
      { ...metric, model: 'any_touch', additive: false },
    ],
    rows: [
      ['7', 'shop', 'paid', 'google', 'spring', 30, 0, 60],
      ['7', 'shop', 'email', 'Email', null, 30, 60, 60],
      ['7', 'till', null, null, null, 5, 5, 5],
    ],
  } as unknown as Answer;
  const found = creditsOf(answer);
  const mine = found.get(orderKey('shop', '7'));
  expect([...(mine?.keys() ?? [])]).toEqual(['linear', 'last_touch']);
  expect(mine?.get('linear')).toEqual([
    { channel: 'paid', from: 'google, spring', amount: 30 },
    { channel: 'email', from: '', amount: 30 },
  ]);
  expect(mine?.get('last_touch')).toEqual([{ channel: 'email', from: '', amount: 60 }]);
  expect(found.get(orderKey('till', '7'))?.get('linear')).toEqual([{ channel: null, from: '', amount: 5 }]);
});
