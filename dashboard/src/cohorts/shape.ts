/** From the rows of cohorts to a table of cells. Pure. */

import type { Column, Figure, Rows } from '../api/shapes';
import type { Unit } from './search';

export interface Cohort {
  /** The first day of its unit. */
  start: string;
  leads: number;
  /** By age; what has not had the time is not there, the last one is still running. */
  cells: Figure[];
}

/** The cohorts, the oldest first. */
export function cohortsOf(fields: readonly Column[], { rows }: Pick<Rows, 'rows'>, metric: string): Cohort[] {
  const [cohort, period, leads, value] = ['cohort', 'period', 'leads', metric].map((own) =>
    fields.findIndex(({ key }) => key === own),
  );
  const found = new Map<string, Cohort>();
  for (const row of rows) {
    const start = String(row[cohort ?? -1]);
    const each = found.get(start) ?? { start, leads: Number(row[leads ?? -1] ?? 0), cells: [] };
    each.cells[Number(row[period ?? -1])] = row[value ?? -1] ?? null;
    found.set(start, each);
  }
  return [...found.values()].sort((one, other) => one.start.localeCompare(other.start));
}

/** How deep the colour of a figure is, from 0 to 100, by the greatest one of the table. */
export function depthOf(figure: Figure | undefined, top: number): number {
  return typeof figure === 'number' && top > 0 ? Math.round((100 * Math.max(0, figure)) / top) : 0;
}

export function topOf(cohorts: readonly Cohort[]): number {
  return Math.max(0, ...cohorts.flatMap(({ cells }) => cells.map((cell) => Number(cell ?? 0))));
}

/** What a cohort is called: its month, quarter, year, or the day that it begins with. */
export function nameOf(start: string, unit: Unit, locale?: string): string {
  const day = new Date(`${start}T00:00:00Z`);
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(day);
  if (unit === 'year') return write({ year: 'numeric' });
  if (unit === 'quarter') return `Q${Math.floor(day.getUTCMonth() / 3) + 1} ${write({ year: 'numeric' })}`;
  if (unit === 'month') return write({ month: 'short', year: 'numeric' });
  return write({ day: 'numeric', month: 'short', year: 'numeric' });
}
