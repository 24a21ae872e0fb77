/** The state of the page of paths as it stands in the address, and what of it is asked. Pure. */

import type { Condition, Question } from '../api/shapes';
import { among, type FrameSearch, framed, isCondition, list, readFrame } from '../state/search';

export const WAYS = ['path.channels', 'path.sources', 'path.campaigns'] as const;
export type PathBy = (typeof WAYS)[number];
/** How many paths are listed and drawn. */
export const LISTED = 50;

export interface PathSearch extends FrameSearch {
  /** What the paths lead to: orders, or else leads. */
  of?: 'leads' | undefined;
  by?: Exclude<PathBy, 'path.channels'> | undefined;
  filters?: Condition[] | undefined;
}

export function readPaths(given: Record<string, unknown>): PathSearch {
  return {
    ...readFrame(given),
    of: among(given.of, ['leads'] as const),
    by: among(given.by, ['path.sources', 'path.campaigns'] as const),
    filters: list(given.filters, isCondition),
  };
}

export type PathDimension = PathBy | 'path.touches' | 'path.days';

/** How many conversions each path has; of length and time lag, all that there are. */
export function pathQuestion(search: PathSearch, by: PathDimension = search.by ?? 'path.channels'): Question {
  const { date_range, filters } = framed(search, search.filters);
  const counted = search.of ?? 'orders';
  const isPath = by !== 'path.touches' && by !== 'path.days';
  return {
    type: search.of ?? 'revenue',
    dimensions: [by],
    metrics: [counted, 'revenue'],
    date_range,
    ...(filters ? { filters } : {}),
    options: isPath ? { sort: `-${counted}`, limit: LISTED } : { sort: by.replace('.', '_') },
  };
}
