/** The pages of the rail, in its order, each with the key that leads there after `g`. */

export interface Page {
  to:
    | '/$account/overview'
    | '/$account/leads'
    | '/$account/revenue'
    | '/$account/ads'
    | '/$account/subscriptions'
    | '/$account/funnels'
    | '/$account/cohorts'
    | '/$account/people'
    | '/$account/paths'
    | '/$account/saved'
    | '/$account/settings';
  name: string;
  key: string;
  /** One stroke of an icon on a grid of 20, for the collapsed rail and the bar of a phone. */
  icon: string;
}

export const PAGES: readonly Page[] = [
  { to: '/$account/overview', name: 'Overview', key: 'o', icon: 'M3 16V9l4 3 5-8 5 6v6' },
  { to: '/$account/leads', name: 'Leads', key: 'l', icon: 'M3 4h14l-5.500 7v5l-3-1.500V11z' },
  { to: '/$account/revenue', name: 'Revenue', key: 'r', icon: 'M4 16V9m4 7V4m4 12v-5m4 5V7' },
  { to: '/$account/ads', name: 'Ads', key: 'a', icon: 'M3 8v4h3l8 4V4L6 8zM17 8v4M6 12l1 5' },
  {
    to: '/$account/subscriptions',
    name: 'Subscriptions',
    key: 's',
    icon: 'M4 8a6.500 6.500 0 0 1 12-1m0-4v4h-4M16 12a6.500 6.500 0 0 1-12 1m0 4v-4h4',
  },
  { to: '/$account/funnels', name: 'Funnels', key: 'f', icon: 'M3 5h14M5.500 10h9M8 15h4' },
  {
    to: '/$account/cohorts',
    name: 'Cohorts',
    key: 'c',
    icon: 'M3 3h4v4H3zM8 3h4v4H8zM13 3h4v4h-4zM3 8h4v4H3zM8 8h4v4H8zM3 13h4v4H3z',
  },
  { to: '/$account/paths', name: 'Paths', key: 'h', icon: 'M3 5c7 0 7 10 14 10M3 15c7 0 7-10 14-10' },
  {
    to: '/$account/people',
    name: 'People',
    key: 'p',
    icon: 'M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zm-6.500 7a6.500 6.500 0 0 1 13 0',
  },
  { to: '/$account/saved', name: 'Saved', key: 'v', icon: 'M5 3h10v14l-5-4-5 4z' },
  {
    to: '/$account/settings',
    name: 'Settings',
    key: ',',
    icon: 'M3 6h6m4 0h4M3 14h2m4 0h8M9 4v4h4V4zM5 12v4h4v-4z',
  },
];
