/** The shapes of the server's answers that the dashboard reads; `/openapi.json` has them in full. */

export type Figure = string | number | null;
export type FigureType = 'STRING' | 'NUMBER' | 'CURRENCY' | 'PERCENT' | 'DATE';
export type Scale = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
export type ReportType =
  | 'leads'
  | 'revenue'
  | 'ads'
  | 'subscriptions'
  | 'products'
  | 'traffic'
  | 'funnel'
  | 'cohorts';

export interface User {
  user_id: string;
  email: string;
  name: string;
  has_totp: boolean;
}

export interface Account {
  account_id: string;
  name: string;
  timezone: string;
  currency: string;
  role: string;
}

export interface Me {
  user: User | null;
  accounts: Account[];
  is_first_run: boolean;
  /** Whether there are accounts that are theirs, or would be the first user's. */
  has_accounts: boolean;
}

export interface Column {
  name: string;
  key: string;
  type: FigureType;
  aggregation: 'SUM' | 'AVG' | null;
  additive?: boolean;
  model?: string;
}

export interface Dates {
  start: string;
  end: string;
  scale: Scale;
}

export interface Freshness {
  is_current: boolean;
  as_of: string | null;
}

export interface Rows {
  rows: Figure[][];
  row_count: number;
  totals: Figure[];
  date_range: Dates;
  unattributed: Record<string, Figure> | null;
}

export interface Answer extends Rows {
  type: ReportType;
  fields: Column[];
  comparison: Rows | null;
  freshness: Freshness;
}

/** One comparison. */
export interface Test {
  field: string;
  op: string;
  value?: string | number | string[];
}

/** A comparison, several of them, or those of a segment. */
export type Condition =
  | Test
  | { any: Condition[] }
  | { all: Condition[] }
  | { not: Condition }
  | { segment: string };

/** One step of a funnel. `within` is the longest time since the step before, such as '14 days'. */
export interface Step {
  event: string;
  name?: string;
  filters?: Condition[];
  within?: string;
}

export interface Question {
  type: ReportType;
  dimensions?: string[];
  metrics?: string[];
  date_range: { start: string; end: string; scale?: Scale };
  filters?: Condition[];
  compare?: 'previous_period' | 'previous_year';
  steps?: Step[];
  options?: {
    attribution_model?: string | string[];
    sort?: string;
    limit?: number;
    offset?: number;
    sql?: boolean;
  };
}

export interface ExplainQuestion extends Question {
  row?: Record<string, Figure>;
  metric: string;
  term?: string;
  model?: string;
  page?: number;
  limit?: number;
}

export interface MetricRow {
  key: string;
  name: string;
  kind: 'measure' | 'ratio' | 'formula';
  type: FigureType;
  additive: boolean;
  is_level: boolean;
  is_shown: boolean;
  doc: string;
}

export interface DimensionRow {
  key: string;
  reports: ReportType[];
  field: string;
  name: string;
  type: FigureType;
  doc: string;
  example: string;
}

export interface FieldRow extends DimensionRow {
  operators: string[];
}

export interface OperatorRow {
  key: string;
  name: string;
  types: FigureType[];
  values: 'one' | 'many' | 'two' | 'none';
  doc: string;
}

export interface ModelRow {
  key: string;
  name: string;
  doc: string;
  example: string;
  is_own_default: boolean;
}

export interface ReportRow {
  key: string;
  name: string;
  doc: string;
  default_metrics: string[];
  default_dimensions: string[];
}

export interface ChannelRow {
  key: string;
  name: string;
  doc: string;
}

export interface MetricInWords {
  key: string;
  name: string;
  kind: 'measure' | 'ratio' | 'formula';
  type: FigureType;
  formula: string;
  doc: string;
  source: string | null;
}

export interface Term extends MetricInWords {
  sum: Figure;
  is_listed: boolean;
}

export interface ExplainedTouch {
  at: string;
  type: 'page_view' | 'import';
  share: number | null;
  part: Figure;
  counts: boolean;
  channel: string;
  source: string | null;
  utm_campaign: string | null;
  landing_page: string | null;
  rule: { channel: string; because: string };
}

export interface Explained {
  part: Figure;
  value?: Figure;
  person?: { person_id: string; name?: string | null; email?: string | null };
  conversion?: { type: string; id: string; at: string; order_id?: string };
  touches?: ExplainedTouch[];
  row?: Record<string, Figure>;
}

export interface ExplainAnswer {
  row: Record<string, Figure>;
  metric: MetricInWords;
  model: string;
  figure: Figure;
  terms: Term[];
  sum: Figure;
  count: number;
  page: number;
  last_page: number;
  conversions: Explained[];
  date_range: Dates;
  sql?: string;
}

export interface Person {
  contact_id: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  status: string | null;
  date_created: string | null;
  person_id: string;
  emails: string[];
  contacts: { contact_id: string; integration: string; email: string | null }[];
  custom_fields: Record<string, unknown>;
  tags?: { tag_id: string; name: string; date_created: string }[];
  orders?: Order[];
  subscriptions?: Subscription[];
  events?: PersonEvent[];
}

export interface Order {
  order_id: string;
  total: number;
  total_paid: number;
  refund_amount: number;
  is_paid: boolean;
  is_refunded: boolean;
  date_created: string;
  line_items: { order_item_id: string; product_name: string }[];
}

export interface Subscription {
  subscription_id: string;
  name: string | null;
  amount: number;
  billing_cycle: string;
  start_date: string;
  canceled_date: string | null;
  end_date: string | null;
}

export interface PersonEvent {
  type: string;
  uid: string | null;
  date_created: string;
  url: string | null;
  host: string | null;
  path: string | null;
  title: string | null;
  channel: string | null;
  utm_source: string | null;
  utm_campaign: string | null;
  referrer: string | null;
  country_code: string | null;
  city: string | null;
  device: string | null;
  browser: string | null;
  os: string | null;
  value: number | null;
}

export interface PageOfPeople {
  data: Person[];
  meta: { current_page: number; last_page: number; from: number | null; to: number | null; total: number };
}
