/** Every page of the dashboard, and what of its state the address keeps. */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import { lazy } from 'react';
import { readCohorts } from './cohorts/search';
import { Frame } from './frame/Frame';
import { Home } from './frame/Home';
import { readFunnel } from './funnels/search';
import { readPaths } from './paths/search';
import { readPeople, readPerson } from './people/search';
import { Gate } from './signin/Gate';
import { readExplorer, readFrame, readToken } from './state/search';

const root = createRootRoute({ notFoundComponent: () => <Navigate to="/" /> });
const password = createRoute({
  getParentRoute: () => root,
  path: 'password',
  validateSearch: readToken,
  component: lazyRouteComponent(() => import('./signin/SetPassword'), 'SetPassword'),
});
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: () => (
    <Gate>
      <Outlet />
    </Gate>
  ),
});

const home = createRoute({ getParentRoute: () => inside, path: '/', component: Home });
const account = createRoute({ getParentRoute: () => inside, path: '$account', component: Frame });
const start = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: () => <Navigate from="/$account" to="/$account/overview" />,
});

const overview = createRoute({
  getParentRoute: () => account,
  path: 'overview',
  validateSearch: readFrame,
  component: lazyRouteComponent(() => import('./overview/Overview'), 'Overview'),
});

const explorer = () => import('./explorer/pages');
const leads = createRoute({
  getParentRoute: () => account,
  path: 'leads',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Leads'),
});
const revenue = createRoute({
  getParentRoute: () => account,
  path: 'revenue',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Revenue'),
});
const ads = createRoute({
  getParentRoute: () => account,
  path: 'ads',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Ads'),
});
const subscriptions = createRoute({
  getParentRoute: () => account,
  path: 'subscriptions',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Subscriptions'),
});

const funnels = createRoute({
  getParentRoute: () => account,
  path: 'funnels',
  validateSearch: readFunnel,
  component: lazyRouteComponent(() => import('./funnels/Funnels'), 'Funnels'),
});
const cohorts = createRoute({
  getParentRoute: () => account,
  path: 'cohorts',
  validateSearch: readCohorts,
  component: lazyRouteComponent(() => import('./cohorts/Cohorts'), 'Cohorts'),
});

const people = createRoute({
  getParentRoute: () => account,
  path: 'people',
  validateSearch: readPeople,
  component: lazyRouteComponent(() => import('./people/People'), 'People'),
});
const person = createRoute({
  getParentRoute: () => account,
  path: 'people/$contact',
  validateSearch: readPerson,
  component: lazyRouteComponent(() => import('./people/PersonPage'), 'PersonPage'),
});

const firstSteps = createRoute({
  getParentRoute: () => account,
  path: 'start',
  validateSearch: readFrame,
  component: lazyRouteComponent(() => import('./start/Start'), 'Start'),
});
const saved = createRoute({
  getParentRoute: () => account,
  path: 'saved',
  validateSearch: readFrame,
  component: lazyRouteComponent(() => import('./saved/Saved'), 'Saved'),
});
const paths = createRoute({
  getParentRoute: () => account,
  path: 'paths',
  validateSearch: readPaths,
  component: lazyRouteComponent(() => import('./paths/Paths'), 'Paths'),
});
const accounts = createRoute({
  getParentRoute: () => account,
  path: 'accounts',
  validateSearch: readFrame,
  component: lazyRouteComponent(() => import('./accounts/Accounts'), 'Accounts'),
});
const products = createRoute({
  getParentRoute: () => account,
  path: 'products',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Products'),
});
const traffic = createRoute({
  getParentRoute: () => account,
  path: 'traffic',
  validateSearch: readExplorer,
  component: lazyRouteComponent(explorer, 'Traffic'),
});
const settingsPage = () => import('./settings/Settings');
const settings = createRoute({
  getParentRoute: () => account,
  path: 'settings',
  component: lazyRouteComponent(settingsPage, 'Settings'),
});
const settingsSection = createRoute({
  getParentRoute: () => account,
  path: 'settings/$section',
  component: lazyRouteComponent(settingsPage, 'Settings'),
});

const pages = account.addChildren([
  start,
  overview,
  leads,
  revenue,
  ads,
  subscriptions,
  funnels,
  cohorts,
  people,
  person,
  firstSteps,
  saved,
  paths,
  accounts,
  products,
  traffic,
  settings,
  settingsSection,
]);

/** All parts of the design on one page; the build leaves it out. */
const KitchenSink = import.meta.env.DEV
  ? lazy(() => import('./design/KitchenSink').then(({ KitchenSink: component }) => ({ default: component })))
  : null;
const kitchenSink = createRoute({
  getParentRoute: () => root,
  path: 'kitchen-sink',
  component: () => (KitchenSink ? <KitchenSink /> : <Navigate to="/" />),
});

export const router = createRouter({
  routeTree: root.addChildren([password, kitchenSink, inside.addChildren([home, pages])]),
  basepath: '/app',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
