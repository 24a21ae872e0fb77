/** The state of the page of funnels as it stands in the address, and what of it is asked. Pure. */

import type { Condition, Question, Step } from '../api/shapes';
import { type FrameSearch, framed, isCondition, list, readFrame, text } from '../state/search';

export const LEAST = 2;
export const MOST = 12;

/** Answers before it is asked anything: who looks, who opts in, who buys. */
export const DEFAULT_STEPS: readonly Step[] = [
  { event: 'page_view' },
  { event: 'contact_created' },
  { event: 'purchase' },
];

export interface FunnelSearch extends FrameSearch {
  steps?: Step[] | undefined;
  by?: string | undefined;
  filters?: Condition[] | undefined;
}

export function readFunnel(given: Record<string, unknown>): FunnelSearch {
  const steps = list(given.steps, isStep);
  const isAny = steps && steps.length >= LEAST && steps.length <= MOST;
  return {
    ...readFrame(given),
    steps: isAny && !isDefault(steps) ? steps.map(stepOf) : undefined,
    by: text(given.by),
    filters: list(given.filters, isCondition),
  };
}

/** The question of the chart; with a dimension, that of the table below it. */
export function funnelQuestion(search: FunnelSearch, by?: string): Question {
  const { date_range, compare, options, filters } = framed(search, search.filters);
  return {
    type: 'funnel',
    ...(by ? { dimensions: [by] } : {}),
    metrics: by
      ? ['actors', 'rateFromFirst']
      : ['actors', 'rateFromFirst', 'rateFromPrevious', 'lost', 'medianSeconds'],
    date_range,
    steps: stepsOf(search),
    ...(filters ? { filters } : {}),
    ...(compare && !by ? { compare } : {}),
    ...(options ? { options } : {}),
  };
}

export function stepsOf({ steps }: FunnelSearch): Step[] {
  return steps ?? [...DEFAULT_STEPS];
}

/** The steps with one of them moved; the first one follows nothing, so it has no time to do so. */
export function moved(steps: readonly Step[], from: number, to: number): Step[] {
  const step = steps[from];
  if (!step || to < 0 || to >= steps.length) return [...steps];
  return freed(steps.filter((_, at) => at !== from).toSpliced(to, 0, step));
}

export function removed(steps: readonly Step[], at: number): Step[] {
  return freed(steps.filter((_, index) => index !== at));
}

function freed([first, ...rest]: readonly Step[]): Step[] {
  if (!first) return [];
  const { within: _, ...free } = first;
  return [free, ...rest];
}

export const UNITS = ['minute', 'hour', 'day', 'week'] as const;
export type Unit = (typeof UNITS)[number];
const WITHIN = /^(\d{1,9}) (minute|hour|day|week)s?$/;

/** Number and unit of a time such as '14 days'; nothing, where there is none that can be edited. */
export function readWithin(within: string | undefined): { count: number; unit: Unit } | null {
  const [, count, unit] = within?.match(WITHIN) ?? [];
  return count && unit ? { count: Number(count), unit: unit as Unit } : null;
}

export function writeWithin(count: number, unit: Unit): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function isStep(value: unknown): value is Step {
  const { event } = (value ?? {}) as Partial<Step>;
  return text(event) !== undefined;
}

/** A step without what the server would not know. */
function stepOf({ event, name, filters, within }: Step, index: number): Step {
  const conditions = list(filters, isCondition);
  return {
    event,
    ...(text(name) ? { name: String(name) } : {}),
    ...(conditions ? { filters: conditions } : {}),
    ...(text(within) && index > 0 ? { within: String(within) } : {}),
  };
}

function isDefault(steps: readonly Step[]): boolean {
  return JSON.stringify(steps.map(stepOf)) === JSON.stringify(DEFAULT_STEPS);
}
