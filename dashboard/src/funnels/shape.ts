/** From the rows of a funnel to what its chart and its table show. Pure. */

import type { Column, Figure, Rows } from '../api/shapes';

export interface Passage {
  step: number;
  name: string;
  actors: number;
  rateFromFirst: number;
  rateFromPrevious: number;
  lost: number;
  medianSeconds: number | null;
}

/** The steps in their order. */
export function passagesOf(fields: readonly Column[], { rows }: Pick<Rows, 'rows'>): Passage[] {
  const of = reader(fields);
  return rows
    .map((row) => ({
      step: Number(of(row, 'step')),
      name: String(of(row, 'step_name')),
      actors: Number(of(row, 'actors')),
      rateFromFirst: Number(of(row, 'rateFromFirst')),
      rateFromPrevious: Number(of(row, 'rateFromPrevious')),
      lost: Number(of(row, 'lost')),
      medianSeconds: seconds(of(row, 'medianSeconds')),
    }))
    .sort((one, other) => one.step - other.step);
}

export interface Group {
  value: string;
  /** How many reached each step. */
  actors: number[];
  /** How many of a hundred who entered reached the last one. */
  rate: number;
}

/** One group for each value of the dimension, those that most entered by first. */
export function groupsOf(fields: readonly Column[], rows: readonly Figure[][], count: number): Group[] {
  const of = reader(fields);
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const value = String(row[0] ?? '–');
    const group = groups.get(value) ?? { value, actors: Array<number>(count).fill(0), rate: 0 };
    const step = Number(of(row, 'step'));
    group.actors[step - 1] = Number(of(row, 'actors'));
    if (step === count) group.rate = Number(of(row, 'rateFromFirst'));
    groups.set(value, group);
  }
  return [...groups.values()].sort((one, other) => (other.actors[0] ?? 0) - (one.actors[0] ?? 0));
}

const LONGEST: readonly [seconds: number, unit: string][] = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

/** A time in its two largest units: '2 days 3 hours'. */
export function readSeconds(seconds: number, locale?: string): string {
  const at = LONGEST.findIndex(([length]) => seconds >= length);
  const [large, small] = at < 0 ? [LONGEST.at(-1)] : LONGEST.slice(at, at + 2);
  if (!large) return '';
  const whole = Math.floor(seconds / large[0]);
  const rest = small ? Math.floor((seconds - whole * large[0]) / small[0]) : 0;
  const parts = [unit(whole, large[1], locale)];
  // Who took ten days does not care about the hours.
  if (small && rest > 0 && whole < 10) parts.push(unit(rest, small[1], locale));
  return parts.join(' ');
}

function unit(value: number, name: string, locale: string | undefined): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
}

function reader(fields: readonly Column[]) {
  const places = new Map(fields.map(({ key }, index) => [key, index]));
  return (row: readonly Figure[], key: string): Figure => row[places.get(key) ?? -1] ?? null;
}

function seconds(value: Figure): number | null {
  return typeof value === 'number' ? value : null;
}
