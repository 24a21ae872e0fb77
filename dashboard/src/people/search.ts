/** What is chosen on the list of people, as it stands in the address, and a text once the typing has paused. */

import { useEffect, useState } from 'react';
import type { Condition } from '../api/shapes';
import { DEFAULT_RANGE, rangeOf } from '../state/range';
import { among, type FrameSearch, isCondition, list, readFrame, text } from '../state/search';
import { SORTS, type SortKey, type Sought } from './shapes';

export interface PeopleSearch extends FrameSearch {
  /** Who opted in or ordered within the days; everybody by default. */
  of?: 'leads' | 'revenue' | undefined;
  search?: string | undefined;
  filters?: Condition[] | undefined;
  sort?: `${'' | '-'}${SortKey}` | undefined;
  page?: number | undefined;
}

export interface PersonSearch extends FrameSearch {
  integration?: string | undefined;
}

/** Every day that there may be. */
export const EVER = { start: '1970-01-01', end: 'today' };
const LIMIT = 25;
const PAUSE_MS = 200;
const ALL_SORTS = SORTS.flatMap((key) => [key, `-${key}`] as const);

export function readPeople(given: Record<string, unknown>): PeopleSearch {
  const page = Number(given.page);
  // A search of digits alone comes as a number.
  const search = typeof given.search === 'number' ? String(given.search) : text(given.search);
  return {
    ...readFrame(given),
    of: among(given.of, ['leads', 'revenue'] as const),
    search,
    filters: list(given.filters, isCondition),
    sort: among(given.sort, ALL_SORTS),
    page: Number.isInteger(page) && page > 1 ? page : undefined,
  };
}

export function readPerson(given: Record<string, unknown>): PersonSearch {
  return { ...readFrame(given), integration: text(given.integration) };
}

/** Whom the list asks for. */
export function soughtOf({ of, search, filters, sort, page, range }: PeopleSearch): Sought {
  const { start, end } = rangeOf(range ?? DEFAULT_RANGE);
  return {
    type: of ?? 'leads',
    date_range: of ? { start, end } : EVER,
    limit: LIMIT,
    extend: ['orders', 'tags'],
    ...(search ? { search } : {}),
    ...(filters ? { filters } : {}),
    ...(sort ? { sort } : {}),
    ...(page ? { page } : {}),
  };
}

/** The sort after a click on a column's heading: the largest first, names from A; then the other way round. */
export function nextSort(now: PeopleSearch['sort'], key: SortKey): NonNullable<PeopleSearch['sort']> {
  const first = key === 'name' ? key : (`-${key}` as const);
  return now === first ? (first === key ? `-${key}` : key) : first;
}

/** The value, once it has not changed for a moment. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
