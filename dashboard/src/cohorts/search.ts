/** The state of the page of cohorts as it stands in the address, and what of it is asked. Pure. */

import type { Condition, Question, Scale } from '../api/shapes';
import { DEFAULT_RANGE, rangeOf, scaleOf } from '../state/range';
import { among, type FrameSearch, framed, isCondition, list, readFrame, text } from '../state/search';

export const SCALES = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Scale[];
export type Unit = (typeof SCALES)[number];

export const DEFAULT_METRIC = 'cumulativeRevenuePerLead';

export interface CohortSearch extends FrameSearch {
  metric?: string | undefined;
  scale?: Unit | undefined;
  filters?: Condition[] | undefined;
}

export function readCohorts(given: Record<string, unknown>): CohortSearch {
  const metric = text(given.metric);
  return {
    ...readFrame(given),
    metric: metric === DEFAULT_METRIC ? undefined : metric,
    scale: among(given.scale, SCALES),
    filters: list(given.filters, isCondition),
  };
}

/** What is chosen, or what gives a few cohorts of the range: weeks of a month, months of a year. */
export function unitOf(search: CohortSearch): Unit {
  const isShort = scaleOf(rangeOf(search.range ?? DEFAULT_RANGE)) === 'day';
  return search.scale ?? (isShort ? 'week' : 'month');
}

export function cohortQuestion(search: CohortSearch): Question {
  const { date_range, filters } = framed(search, search.filters);
  return {
    type: 'cohorts',
    metrics: ['leads', search.metric ?? DEFAULT_METRIC],
    date_range: { ...date_range, scale: unitOf(search) },
    ...(filters ? { filters } : {}),
  };
}

/** Metrics that tell the same, for each lead and in all. */
const PAIRS: readonly (readonly [each: string, all: string])[] = [
  ['cumulativeRevenuePerLead', 'cumulativeRevenue'],
  ['revenuePerLead', 'revenue'],
  ['customerRate', 'customers'],
  ['newCustomerRate', 'newCustomers'],
  ['retention', 'activeCustomers'],
];

export type Form = 'each' | 'all';

/** Whether a metric is told for each lead or in all, and what it is called in the other way, if it has one. */
export function formOf(metric: string): { form: Form; other: string } | null {
  for (const [each, all] of PAIRS) {
    if (metric === each) return { form: 'each', other: all };
    if (metric === all) return { form: 'all', other: each };
  }
  return null;
}

/** The metrics to choose among: of a pair, the one that is told as the chosen one is. */
export function isOffered(key: string, chosen: string): boolean {
  const form = formOf(key)?.form;
  return key !== 'leads' && (form === undefined || form === (formOf(chosen)?.form ?? 'each'));
}
