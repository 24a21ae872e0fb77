/**
 * How figures read: money in the account's currency, counts, per cent and dates, in the reader's language.
 *
 * In: values as the API gives them. Money is in major units, per cent run to 100. Out: text.
 */

import type { Figure, FigureType } from '../api/shapes';

const EMPTY = '–';
/** Shares of a conversion may be fractions; more digits than these say nothing to anybody. */
const FRACTION_DIGITS = 1;
/** From here on, nobody asks for the cents. */
const LARGE = 1000;

export interface Reading {
  currency: string;
  locale?: string | undefined;
}

/** A figure as tables show it: money with its cents only where it is small. */
export function readFigure(value: Figure, type: FigureType, reading: Reading): string {
  if (value === null) return EMPTY;
  if (typeof value === 'string') return type === 'DATE' ? readDate(value, reading) : value;
  if (type === 'CURRENCY') return money(value, reading, Math.abs(value) < LARGE && !Number.isInteger(value));
  if (type === 'PERCENT') return `${number(value, reading, FRACTION_DIGITS)} %`;
  return number(value, reading, Math.abs(value) < 10 ? 2 : FRACTION_DIGITS);
}

/**
 * How many digits the figures of a column have after the point: the same for all of them, so that points stand below
 * points. Counts have some only where credit is shared, large amounts none.
 */
export function digitsOf(
  type: FigureType,
  aggregation: 'SUM' | 'AVG' | null,
  figures: readonly Figure[],
): number {
  const numbers = figures.filter((figure) => typeof figure === 'number');
  const isWhole = numbers.every((each) => Number.isInteger(each));
  if (type === 'PERCENT') return FRACTION_DIGITS;
  if (type === 'CURRENCY') return isWhole || numbers.some((each) => Math.abs(each) >= LARGE) ? 0 : 2;
  if (isWhole) return 0;
  return aggregation === 'AVG' ? 2 : FRACTION_DIGITS;
}

/** A figure in a column of which the heading tells the unit. */
export function readBare(value: Figure, type: FigureType, digits: number, reading: Reading): string {
  if (typeof value !== 'number') return readFigure(value, type, reading);
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return format(options, reading).format(value).replace('-', '−');
}

/** A figure to the cent, where it has to be equal to another one. */
export function readExactly(value: Figure, type: FigureType, reading: Reading): string {
  return type === 'CURRENCY' && typeof value === 'number'
    ? money(value, reading, !Number.isInteger(value))
    : readFigure(value, type, reading);
}

/** A figure as axes show it: short. */
export function readShort(value: number, type: FigureType, reading: Reading): string {
  const compact: Intl.NumberFormatOptions = { notation: 'compact', maximumFractionDigits: 1 };
  if (type === 'CURRENCY') {
    return format({ ...compact, style: 'currency', currency: reading.currency }, reading).format(value);
  }
  return format(compact, reading).format(value) + (type === 'PERCENT' ? ' %' : '');
}

/** A change from what was before, in per cent; nothing, where there is nothing to compare with. */
export function readChange(now: Figure, before: Figure | undefined, reading: Reading): string | null {
  if (typeof now !== 'number' || typeof before !== 'number' || before === 0) return null;
  const change = ((now - before) / Math.abs(before)) * 100;
  if (Math.abs(change) >= 1000) return `× ${number(now / before, reading, 0)}`;
  const digits = Math.abs(change) < 10 && Math.round(change) !== change ? 1 : 0;
  const sign: Intl.NumberFormatOptions = { signDisplay: 'exceptZero', maximumFractionDigits: digits };
  return `${format(sign, reading).format(change).replace('-', '−')} %`;
}

/** A day, or the first day of a longer unit. */
export function readDate(value: string, { locale }: Reading): string {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return value;
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(day);
}

/** A day without its year, for axes. */
export function readDayShort(value: string, { locale }: Reading): string {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(day);
}

/** The days of a range, with what they share told once. */
export function readRange(start: string, end: string, { locale }: Reading): string {
  const form = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return form.formatRange(new Date(`${start}T00:00:00Z`), new Date(`${end}T00:00:00Z`));
}

/** An instant in the account's time zone. */
export function readInstant(value: string, timeZone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(value),
  );
}

/** What the unit of a column is called in its heading. */
export function unitOf(type: FigureType, { currency }: Reading): string | null {
  if (type === 'CURRENCY') return currency;
  return type === 'PERCENT' ? '%' : null;
}

function money(value: number, reading: Reading, hasCents: boolean): string {
  const digits = hasCents ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 };
  return format({ style: 'currency', currency: reading.currency, ...digits }, reading)
    .format(value)
    .replace('-', '−');
}

function number(value: number, reading: Reading, digits: number): string {
  return format({ maximumFractionDigits: digits }, reading).format(value).replace('-', '−');
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format is slow, and tables have thousands of figures. */
function format(options: Intl.NumberFormatOptions, { locale }: Reading): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, known);
  return known;
}
