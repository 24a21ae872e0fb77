/**
 * The state of every page, as it stands in the address: what is chosen, read with patience and written without what is
 * the default anyway, so that addresses stay short and old ones keep working.
 */

import type { Condition, Figure, Question, ReportType } from '../api/shapes';
import { DEFAULT_RANGE, isRange, rangeOf } from './range';

export type Compare = 'previous_period' | 'previous_year' | 'none';
export type Chart = 'line' | 'bar' | 'stacked';

/** Which figure is explained: of a row of a report, or its total. */
export interface Explaining {
  type: ReportType;
  metric: string;
  dimension?: string | undefined;
  row?: Record<string, Figure> | undefined;
  filters?: Condition[] | undefined;
  model?: string | undefined;
}

/** What is chosen in the frame, on every page. */
export interface FrameSearch {
  range?: string | undefined;
  compare?: Compare | undefined;
  model?: string | undefined;
  explain?: Explaining | undefined;
}

/** What is chosen on the pages that have a chart above a table. */
export interface ExplorerSearch extends FrameSearch {
  by?: string | undefined;
  metrics?: string[] | undefined;
  filters?: Condition[] | undefined;
  beside?: string[] | undefined;
  sort?: string | undefined;
  chart?: Chart | undefined;
  open?: string[][] | undefined;
}

export interface PeopleSearch extends FrameSearch {
  of?: 'revenue' | undefined;
  page?: number | undefined;
}

type Given = Record<string, unknown>;

export function readFrame(given: Given): FrameSearch {
  const range = text(given.range);
  const explain = given.explain;
  return {
    range: range && isRange(range) && range !== DEFAULT_RANGE ? range : undefined,
    compare: among(given.compare, ['previous_year', 'none'] as const),
    model: text(given.model),
    explain: isExplaining(explain) ? explain : undefined,
  };
}

export function readExplorer(given: Given): ExplorerSearch {
  return {
    ...readFrame(given),
    by: text(given.by),
    metrics: texts(given.metrics),
    filters: list(given.filters, isCondition),
    beside: texts(given.beside),
    sort: text(given.sort),
    chart: among(given.chart, ['bar', 'stacked'] as const),
    open: list(given.open, (value): value is string[] => texts(value) !== undefined),
  };
}

export function readPeople(given: Given): PeopleSearch {
  const page = Number(given.page);
  return {
    ...readFrame(given),
    of: among(given.of, ['revenue'] as const),
    page: Number.isInteger(page) && page > 1 ? page : undefined,
  };
}

/** What a link of an invitation or a reset carries; a token of digits alone is a text, too. */
export function readToken(given: Given): { token: string } {
  return { token: String(given.token ?? '') };
}

/** The parts of a question that the frame decides. */
export function framed(search: FrameSearch): Pick<Question, 'date_range' | 'compare' | 'options'> {
  const { start, end } = rangeOf(search.range ?? DEFAULT_RANGE);
  const compare = search.compare ?? 'previous_period';
  return {
    date_range: { start, end },
    ...(compare === 'none' ? {} : { compare }),
    options: search.model ? { attribution_model: search.model } : {},
  };
}

/** What of the state goes along to another page. */
export function carried(search: FrameSearch): FrameSearch {
  return { range: search.range, compare: search.compare, model: search.model };
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  return list(value, (each): each is string => typeof each === 'string' && each !== '');
}

export function list<Item>(value: unknown, fits: (each: unknown) => each is Item): Item[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every(fits) ? value : undefined;
}

export function among<Choice extends string>(value: unknown, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => choice === value);
}

export function isCondition(value: unknown): value is Condition {
  const { field, op, any, all, not, segment } = (value ?? {}) as Given;
  if (not !== undefined) return isCondition(not);
  if (any ?? all) return list(any ?? all, isCondition) !== undefined;
  return typeof segment === 'string' || (typeof field === 'string' && typeof op === 'string');
}

function isExplaining(value: unknown): value is Explaining {
  const { type, metric } = (value ?? {}) as Partial<Explaining>;
  return typeof type === 'string' && typeof metric === 'string';
}
