/** Accounts beside each other, in an order that never compares money of two currencies. Pure. */

import type { Account, Figure } from '../api/shapes';

export const COLUMNS = [
  { key: 'revenue', name: 'Revenue', type: 'CURRENCY' },
  { key: 'leads', name: 'Leads', type: 'NUMBER' },
  { key: 'adSpend', name: 'Ad Spend', type: 'CURRENCY' },
  { key: 'roas', name: 'ROAS', type: 'NUMBER' },
] as const;
export type ColumnKey = (typeof COLUMNS)[number]['key'];

export interface Told {
  account: Account;
  now: Partial<Record<ColumnKey, Figure>>;
  before: Partial<Record<ColumnKey, Figure>>;
}

/** The most first; money within each currency, the currencies one after the other. */
export function sorted(told: readonly Told[], by: ColumnKey): Told[] {
  const isMoney = COLUMNS.some(({ key, type }) => key === by && type === 'CURRENCY');
  const figure = ({ now }: Told) => (typeof now[by] === 'number' ? now[by] : Number.NEGATIVE_INFINITY);
  return told.toSorted((one, other) => {
    const apart = isMoney ? one.account.currency.localeCompare(other.account.currency) : 0;
    if (apart !== 0) return apart;
    return figure(other) - figure(one) || one.account.name.localeCompare(other.account.name);
  });
}
