import { expect, test } from 'vitest';
import { sorted, type Told } from './shape';

const told = (name: string, currency: string, revenue: number | null, leads: number): Told => ({
  account: { account_id: name, name, currency, timezone: 'UTC', role: 'owner' },
  now: { revenue, leads },
  before: {},
});
const ALL = [
  told('a', 'USD', 5, 9),
  told('b', 'EUR', 2, 1),
  told('c', 'USD', 70, 3),
  told('d', 'EUR', null, 4),
];
const names = (rows: Told[]) => rows.map(({ account }) => account.name).join('');

test('money is only compared within its currency', () => {
  expect(names(sorted(ALL, 'revenue'))).toBe('bdca');
});

test('counts are compared over all', () => {
  expect(names(sorted(ALL, 'leads'))).toBe('adcb');
});
