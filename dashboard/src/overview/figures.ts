/** The six figures of the overview: which report tells each of them, and what stands with it. */

import type { ReportType } from '../api/shapes';

export interface Told {
  report: ReportType;
  metric: string;
  name: string;
  /** Another metric of the same report that is told in the same breath. */
  with?: string;
}

export const FIGURES: readonly Told[] = [
  { report: 'revenue', metric: 'revenue', name: 'Revenue' },
  { report: 'leads', metric: 'leads', name: 'Leads' },
  { report: 'revenue', metric: 'numOfCustomers', name: 'Customers' },
  { report: 'leads', metric: 'leadValue', name: 'Lead value' },
  { report: 'ads', metric: 'adSpend', name: 'Ad spend', with: 'roas' },
  { report: 'subscriptions', metric: 'mrr', name: 'MRR' },
];

/** What is asked of each report: its figures, and how much of it is tracked. */
export const ASKED = {
  revenue: ['revenue', 'numOfCustomers', 'coverage'],
  leads: ['leads', 'leadValue', 'coverage'],
  ads: ['adSpend', 'roas'],
  subscriptions: ['mrr'],
} as const;

export interface Short {
  name: string;
  report: 'leads' | 'revenue' | 'products';
  page: '/$account/leads' | '/$account/revenue';
  dimension: string;
  /** What its rows are filtered by on the page that they lead to. */
  filter: string;
  metrics: readonly string[];
}

export const SHORTS: readonly Short[] = [
  {
    name: 'Channels',
    report: 'revenue',
    page: '/$account/revenue',
    dimension: 'clicks.channel',
    filter: 'clicks.channel',
    metrics: ['revenue', 'numOfCustomers'],
  },
  {
    name: 'Campaigns',
    report: 'revenue',
    page: '/$account/revenue',
    dimension: 'clicks.utm_campaign',
    filter: 'clicks.utm_campaign',
    metrics: ['revenue', 'numOfCustomers'],
  },
  {
    name: 'Landing pages',
    report: 'leads',
    page: '/$account/leads',
    dimension: 'clicks.landing_page',
    filter: 'clicks.landing_page',
    metrics: ['leads', 'leadValue'],
  },
  {
    name: 'Products',
    report: 'products',
    page: '/$account/revenue',
    dimension: 'product',
    filter: 'order.product',
    metrics: ['revenue', 'sales'],
  },
];
