/** The parts of the settings, in the order of their list: what each answers, and who may open it. */

import { type ComponentType, lazy } from 'react';
import type { Account } from '../api/shapes';

export interface Section {
  path: string;
  name: string;
  doc: string;
  /** Only for those who manage the account; what others may not change, they may still read elsewhere. */
  isForManagers: boolean;
  page: ComponentType;
}

export const SECTIONS: readonly Section[] = [
  {
    path: 'tracking',
    name: 'Tracking',
    doc: 'The snippet, whose pages are yours, privacy, and what comes in now',
    isForManagers: true,
    page: lazy(() => import('./tracking/Tracking').then(({ Tracking: page }) => ({ default: page }))),
  },
  {
    path: 'account',
    name: 'Account',
    doc: 'Its name, its days, its money, and what counts in reports',
    isForManagers: false,
    page: lazy(() => import('./account/AccountPage').then(({ AccountPage: page }) => ({ default: page }))),
  },
];

/** Whether somebody may change the account, and not only look at it. */
export function managesAccount({ role }: Pick<Account, 'role'>): boolean {
  return role === 'admin' || role === 'owner';
}

/** The parts that somebody of a role is shown. */
export function sectionsOf(account: Pick<Account, 'role'>): Section[] {
  return SECTIONS.filter(({ isForManagers }) => !isForManagers || managesAccount(account));
}
