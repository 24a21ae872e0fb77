/** Conditions as people put them together: a list of which all must hold, each a comparison or a group of some. Pure. */

import type { Condition, FigureType, OperatorRow, ReportType, Test } from '../api/shapes';

/** What can be compared: a dimension of a report, or what is told of an event. */
export interface Field {
  key: string;
  name: string;
  type: FigureType;
  doc: string;
  example?: string;
  operators: readonly string[];
  /** The report and its dimension that know the values which there are. */
  known?: { report: ReportType; dimension: string } | null;
}

export type Way = 'any' | 'all' | 'none';

/** Comparisons of which any, all or none must hold. */
export interface Group {
  way: Way;
  tests: Test[];
}

/** The group that a condition is; nothing, where it is nested deeper than can be edited here. */
export function groupOf(condition: Condition): Group | null {
  if ('field' in condition) return { way: 'any', tests: [condition] };
  if ('any' in condition) return flat('any', condition.any);
  if ('all' in condition) return flat('all', condition.all);
  if ('not' in condition) {
    const inner = groupOf(condition.not);
    return inner && (inner.way === 'any' || inner.tests.length === 1) ? { ...inner, way: 'none' } : null;
  }
  return null;
}

function flat(way: Way, parts: readonly Condition[]): Group | null {
  const tests = parts.filter((part): part is Test => 'field' in part);
  return tests.length === parts.length && tests.length > 0 ? { way, tests } : null;
}

/** The condition that a group is, as short as it can be said; nothing, where it has no comparison left. */
export function conditionOf({ way, tests }: Group): Condition | null {
  const [first, ...more] = tests;
  if (!first) return null;
  const some: Condition = more.length === 0 ? first : way === 'all' ? { all: tests } : { any: tests };
  return way === 'none' ? { not: some } : some;
}

/** What things are called. */
export interface Names {
  field: (key: string) => string;
  operator: (key: string) => string;
  segment: (id: string) => string;
}

/** A condition as one reads it. */
export function wordsOf(condition: Condition, names: Names): string {
  const several = (parts: readonly Condition[], word: string) =>
    parts.map((part) => ('field' in part ? wordsOf(part, names) : `(${wordsOf(part, names)})`)).join(word);
  if ('segment' in condition) return names.segment(condition.segment);
  if ('any' in condition) return several(condition.any, ' or ');
  if ('all' in condition) return several(condition.all, ' and ');
  if ('not' in condition) return `not ${several([condition.not], '')}`;
  const value = [condition.value ?? ''].flat().join(condition.op === 'between' ? ' and ' : ', ');
  return `${names.field(condition.field)} ${names.operator(condition.op)} ${value}`.trim();
}

/** The comparison with what was typed and picked, as many values as the operator takes; nothing, where one is missing. */
export function testOf(field: string, op: Pick<OperatorRow, 'key' | 'values'>, said: Said): Test | null {
  const value = READ[op.values](said);
  if (op.values === 'none') return { field, op: op.key };
  return value === null ? null : { field, op: op.key, value };
}

interface Said {
  typed: readonly string[];
  picked: readonly string[];
}

const READ: Readonly<Record<OperatorRow['values'], (said: Said) => string | string[] | null>> = {
  none: () => null,
  one: ({ typed }) => typed[0]?.trim() || null,
  two: ({ typed }) => {
    const [from, to] = typed.map((each) => each.trim());
    return from && to ? [from, to] : null;
  },
  // What was picked may have a comma in it; what is typed is several with commas between.
  many: ({ typed, picked }) => {
    const more = (typed[0] ?? '').split(',').map((each) => each.trim());
    const value = [...new Set([...picked, ...more])].filter((each) => each !== '');
    return value.length > 0 ? value : null;
  },
};
