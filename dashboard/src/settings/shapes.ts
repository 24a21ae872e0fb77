/** The shapes of what the settings read and change; `/openapi.json` has them in full. */

import type { Condition } from '../api/shapes';

export interface Policy {
  own_domains: string[];
  linked_domains: string[];
  passing_hosts: string[];
  excluded_addresses: string[];
  excluded_parameters: string[];
  ip: 'truncated' | 'full' | 'none';
  visitors: 'cookie' | 'cookieless';
  consent: 'assumed' | 'required';
  gpc: 'obey' | 'ignore';
  dnt: 'obey' | 'ignore';
  identify: 'at once' | 'confirmed';
  identify_by_forms: boolean;
  identify_by_links: boolean;
  retention_days: number | null;
  tracking_domain: string;
}

export interface LastHit {
  received_at: string | null;
  type: string;
  url: string | null;
  referrer: string | null;
  visitor_id: string | null;
  channel: string | null;
  source: string | null;
  dropped: string | null;
}

export interface Drop {
  day: string;
  reason: string;
  hits: number;
  by: 'collector' | 'enrichment';
}

export interface TrackingState {
  policy: Policy;
  page_views: { day: string; page_views: number }[];
  drops: Drop[];
  last_hits: LastHit[];
}

export interface SnippetShown {
  snippet: string;
  'tracking-domain': string | null;
}

export interface AccountShown {
  account_id: string;
  name: string;
  timezone: string;
  currency: string;
  created_at: string;
}

export interface ReportSettings {
  timezone: string;
  currency: string;
  week_start: string;
  attribution_model: string;
  lookback_days: number | null;
  direct: 'fallback' | 'equal' | 'never';
  refunds: 'in' | 'out';
  test_people: string[];
}

export type Role = 'viewer' | 'member' | 'admin' | 'owner';

export interface Member {
  user_id: string;
  email: string;
  name: string;
  role: Role;
  filters: Condition[];
  contacts: boolean;
  has_totp: boolean;
  is_invited: boolean;
  created_at: string;
}

export interface Integration {
  integration_id: string;
  name: string;
  created_at: string;
  last_activity_at: string | null;
}

export interface Key {
  key_id: string;
  name: string;
  hint: string;
  scopes: string[];
  created_at: string;
  revoked_at: string | null;
}

export interface RuleCondition {
  field: string;
  op: string;
  values: string[];
}

/** A channel rule; one of the product's has its name as `default`, too. */
export interface Rule {
  because: string;
  channel: string;
  when: RuleCondition[];
  default?: string;
}

export interface RulesShown {
  rules: Rule[];
  channels: { slug: string; name: string; doc: string }[];
}

export interface Move {
  from: string;
  to: string;
  origins: number;
  touches: number;
  /** Those that say of themselves that they came so. */
  contacts: number;
  revenue: number;
  examples: Record<string, string>[];
}

export interface RulesVersion {
  version_id: string;
  at: string;
  actor: string | null;
  email: string | null;
  is_default: boolean;
  rules: Rule[];
}

export interface Segment {
  id: string;
  name: string;
  filters: Condition[] | Record<string, unknown>;
  changed_at: string;
}

export interface AuditEntry {
  at: string;
  actor: string;
  email: string | null;
  action: string;
  target: string | null;
  address: string | null;
}

export interface SignedInSession {
  session_id: string;
  user_agent: string;
  created_at: string;
  seen_at: string;
  is_current: boolean;
}
