/** From a question back to the page that asks it, and what is chosen there. Pure. */

import type { Condition, Question } from '../api/shapes';
import { DEFAULT_RANGE, isDay, RANGES } from '../state/range';

const PAGES = {
  leads: '/$account/leads',
  revenue: '/$account/revenue',
  ads: '/$account/ads',
  subscriptions: '/$account/subscriptions',
  products: '/$account/products',
  traffic: '/$account/traffic',
  funnel: '/$account/funnels',
  cohorts: '/$account/cohorts',
} as const;

export interface Place {
  to: (typeof PAGES)[keyof typeof PAGES] | '/$account/paths';
  /** What the address then keeps; each page reads what it knows. */
  search: Record<string, unknown>;
}

export function placeOf(question: Question): Place {
  const by = question.dimensions?.[0];
  if (by?.startsWith('path.') && by !== 'path.touches' && by !== 'path.days') {
    return {
      to: '/$account/paths',
      search: { ...framedOf(question), compare: undefined, of: question.type, by },
    };
  }
  return { to: PAGES[question.type], search: { ...framedOf(question), ...OWN[question.type]?.(question) } };
}

function framedOf({ date_range, compare, options, filters, type }: Question): Record<string, unknown> {
  const given: Condition[] = [filters ?? []].flat();
  const segment = given.find((each): each is { segment: string } => 'segment' in each);
  const own = given.filter((each) => each !== segment);
  const [model, ...beside] = [options?.attribution_model ?? []].flat();
  const isCompared = compare !== undefined || beside.length > 0 || type === 'cohorts';
  return {
    range: rangeKeyOf(date_range),
    compare: isCompared ? compare : 'none',
    model,
    segment: segment?.segment,
    filters: own.length > 0 ? own : undefined,
    ...(beside.length > 0 ? { beside } : {}),
  };
}

const explorer = ({ dimensions, metrics, options }: Question) => ({
  by: dimensions?.[0],
  metrics,
  sort: options?.sort,
});

const OWN: Partial<Record<Question['type'], (question: Question) => Record<string, unknown>>> = {
  leads: explorer,
  revenue: explorer,
  ads: explorer,
  subscriptions: explorer,
  products: explorer,
  traffic: explorer,
  funnel: ({ steps }) => ({ steps }),
  cohorts: ({ metrics, date_range }) => ({ metric: metrics?.at(-1), scale: date_range.scale }),
};

/** The key of a range that has a name, or of two days; nothing for the range that is the default, or words of others. */
function rangeKeyOf({ start, end }: Question['date_range']): string | undefined {
  if (isDay(start) && isDay(end)) return `${start}..${end}`;
  const key = RANGES.find((each) => each.start === start && each.end === end)?.key;
  return key === DEFAULT_RANGE ? undefined : key;
}
