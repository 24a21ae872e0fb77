/** Ranges that have a name. The server reads their words in the account's time zone; here they are only named. */

export interface Range {
  key: string;
  name: string;
  start: string;
  end: string;
}

export const RANGES: readonly Range[] = [
  { key: '7d', name: 'Last 7 days', start: '-6 days', end: 'today' },
  { key: '30d', name: 'Last 30 days', start: '-29 days', end: 'today' },
  { key: '90d', name: 'Last 90 days', start: '-89 days', end: 'today' },
  { key: 'month', name: 'This month', start: 'first day of this month', end: 'today' },
  {
    key: 'last-month',
    name: 'Last month',
    start: 'first day of last month',
    end: 'last day of last month',
  },
  { key: 'year', name: 'This year', start: 'first day of january this year', end: 'today' },
  { key: '12m', name: 'Last 12 months', start: '-12 months', end: 'today' },
];

export const DEFAULT_RANGE = '30d';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether a text names a day. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
}

/** The range of a key, or of two days with two dots between. */
export function rangeOf(key: string): Range {
  const [start, end] = key.split('..');
  if (isDay(start) && isDay(end)) return { key, name: 'Custom', start, end };
  const named =
    RANGES.find((range) => range.key === key) ?? RANGES.find((range) => range.key === DEFAULT_RANGE);
  if (!named) throw new Error('the default range is not in the table of ranges');
  return named;
}

/** Whether a text is the key of a range. */
export function isRange(key: string): boolean {
  return rangeOf(key).key === key;
}

const DAY_MS = 86_400_000;
const DAYS_BY_DAY = 93;

/** Into what units of time a range is cut, so that a chart has some dozens of points. */
export function scaleOf({ key, start, end }: Range): 'day' | 'week' {
  if (isDay(start) && isDay(end))
    return Date.parse(end) - Date.parse(start) < DAYS_BY_DAY * DAY_MS ? 'day' : 'week';
  return key === 'year' || key === '12m' ? 'week' : 'day';
}
