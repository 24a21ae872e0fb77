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
  {
    path: 'members',
    name: 'Members',
    doc: 'Who may see and change this account, and what of it',
    isForManagers: true,
    page: lazy(() => import('./members/Members').then(({ Members: page }) => ({ default: page }))),
  },
  {
    path: 'integrations',
    name: 'Integrations',
    doc: 'Where facts come from, and when something came in last',
    isForManagers: false,
    page: lazy(() =>
      import('./integrations/Integrations').then(({ Integrations: page }) => ({ default: page })),
    ),
  },
  {
    path: 'keys',
    name: 'Keys',
    doc: 'What programs present to the API',
    isForManagers: true,
    page: lazy(() => import('./keys/Keys').then(({ Keys: page }) => ({ default: page }))),
  },
  {
    path: 'channels',
    name: 'Channel rules',
    doc: 'Which touch belongs to which channel, for all of history',
    isForManagers: true,
    page: lazy(() => import('./channels/Channels').then(({ Channels: page }) => ({ default: page }))),
  },
  {
    path: 'imports',
    name: 'Imports',
    doc: 'Files that are brought in, and how far they are',
    isForManagers: true,
    page: lazy(() => import('./imports/Imports').then(({ Imports: page }) => ({ default: page }))),
  },
  {
    path: 'segments',
    name: 'Segments',
    doc: 'Conditions with a name, for all reports',
    isForManagers: false,
    page: lazy(() => import('./segments/Segments').then(({ Segments: page }) => ({ default: page }))),
  },
  {
    path: 'audit',
    name: 'Audit log',
    doc: 'Who did what, when and from where',
    isForManagers: true,
    page: lazy(() => import('./audit/Audit').then(({ Audit: page }) => ({ default: page }))),
  },
  {
    path: 'data',
    name: 'Your data',
    doc: 'Taking it away, and deleting for good',
    isForManagers: true,
    page: lazy(() => import('./data/Data').then(({ Data: page }) => ({ default: page }))),
  },
  {
    path: 'profile',
    name: 'Your profile',
    doc: 'Your name, password, codes, and where you are signed in',
    isForManagers: false,
    page: lazy(() => import('./profile/Profile').then(({ Profile: page }) => ({ default: page }))),
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
