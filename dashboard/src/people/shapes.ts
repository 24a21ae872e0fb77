/** The shapes of answers about people that only their pages read. */

import type { Condition } from '../api/shapes';

export const SORTS = ['newest', 'name', 'orders', 'billed'] as const;
export type SortKey = (typeof SORTS)[number];

/** Whom to look for: the body of `POST …/data/people`. */
export interface Sought {
  type: 'leads' | 'revenue';
  date_range: { start: string; end: string };
  search?: string;
  filters?: Condition[];
  sort?: string;
  page?: number;
  limit?: number;
  extend?: string[];
}

/** One person as whoever manages them sees them: what ties everything together. */
export interface PersonTies {
  person_id: number;
  names: string[];
  contacts: { contact_id: string; integration_id: string; email: string | null }[];
  visitors: { uid: string; spans: { since: string | null; until: string | null }[] }[];
  audit: { at: string; action: string; because: string[]; by: string | null }[];
}

export interface Erased {
  erased: Record<'contacts' | 'invoices' | 'subscriptions' | 'events' | 'visitors' | 'hits', number>;
}
