/**
 * Figures over time without gaps: units in which nothing happened have no row in answers, and are 0 in charts.
 *
 * In: an answer of which the first column is `date`. Out: the dates, and a value for each of them and each metric.
 */

import type { Column, Rows, Scale } from '../api/shapes';

export interface Timeline {
  dates: string[];
  /** The values of the metric with this key; a ratio that had nothing to divide by has none. */
  of: (key: string) => (number | null)[];
}

const DAY_MS = 86_400_000;

export function timelineOf(answer: Rows, fields: readonly Column[]): Timeline {
  const rows = new Map(answer.rows.map((row) => [String(row[0]), row]));
  const { start, end, scale } = answer.date_range;
  const dates = units(rows.keys().next().value ?? start, start, end, scale);
  const of = (key: string) => {
    const at = fields.findIndex((field) => field.key === key);
    const nothing = fields[at]?.aggregation === 'SUM' ? 0 : null;
    return dates.map((date) => {
      const value = rows.get(date)?.[at];
      return typeof value === 'number' ? value : nothing;
    });
  };
  return { dates, of };
}

/** The day that it is in a time zone, at an instant. */
export function dayIn(timeZone: string, at: string | number): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return parts.format(new Date(at));
}

/** The place of the first date of which only a part can be told: it is not over, or the range ends within it. */
export function partialOf(
  dates: readonly string[],
  { end, scale }: Rows['date_range'],
  today: string,
): number | null {
  const at = dates.findIndex((date) => lastDay(date, scale) >= today || lastDay(date, scale) > end);
  return at < 0 ? null : at;
}

function lastDay(date: string, scale: Scale): string {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  const months = { hour: 0, day: 0, week: 0, month: 1, quarter: 3, year: 12 }[scale];
  if (months > 0) day.setUTCMonth(day.getUTCMonth() + months, 0);
  else day.setUTCDate(day.getUTCDate() + (scale === 'week' ? 6 : 0));
  return day.toISOString().slice(0, 10);
}

/** The first days of all units between two days, as the server cuts them: it has told one of them. */
function units(known: string, start: string, end: string, scale: Scale): string[] {
  if (scale !== 'day' && scale !== 'week') return months(start, end);
  const step = scale === 'week' ? 7 : 1;
  const offset = scale === 'week' ? (((days(start) - days(known)) % 7) + 7) % 7 : 0;
  const found: string[] = [];
  for (let day = days(start) - offset; day <= days(end); day += step) {
    found.push(new Date(day * DAY_MS).toISOString().slice(0, 10));
  }
  return found;
}

function months(start: string, end: string): string[] {
  const found: string[] = [];
  const at = new Date(`${start.slice(0, 7)}-01T00:00:00Z`);
  while (at.toISOString().slice(0, 10) <= end) {
    found.push(at.toISOString().slice(0, 10));
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return found;
}

const days = (date: string): number => Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);
