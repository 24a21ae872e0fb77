/** From the rows of paths to their stations, to bars of how long they are, and to a flow between stations. Pure. */

import type { Figure } from '../api/shapes';

/** What stands between two stations in the path that the server tells. */
const BETWEEN = ' > ';
/** The path of what no touch led to. */
const NONE = '(none)';
/** A flow has so many columns before the conversion; what is longer is told from its end. */
const COLUMNS = 4;
/** Stations of one column that have less than this share of all conversions are one. */
const LEAST = 0.02;
export const OTHERS = 'others';

export function stationsOf(path: Figure): string[] {
  return path === null || path === NONE ? [] : String(path).split(BETWEEN);
}

export interface Flow {
  nodes: { id: string; name: string; column: number; weight: number }[];
  links: { source: string; target: string; value: number }[];
}

/** How conversions flowed; each path stands with its last station next to the end. */
export function flowOf(rows: readonly (readonly Figure[])[], end: string): Flow {
  const paths = rows
    .map(([path, count]) => ({
      stations: stationsOf(path ?? null).slice(-COLUMNS),
      count: Number(count ?? 0),
    }))
    .filter(({ stations, count }) => stations.length > 0 && count > 0);
  const deepest = Math.max(0, ...paths.map(({ stations }) => stations.length));
  const weights = new Map<string, number>();
  const all = paths.reduce((sum, { count }) => sum + count, 0);
  const columnOf = (stations: readonly string[], at: number) => deepest - stations.length + at;
  for (const { stations, count } of paths) {
    for (const [at, name] of stations.entries()) {
      add(weights, idOf(columnOf(stations, at), name), count);
    }
  }
  const kept = (column: number, name: string) =>
    (weights.get(idOf(column, name)) ?? 0) >= LEAST * all ? name : OTHERS;
  const nodes = new Map<string, Flow['nodes'][number]>();
  const links = new Map<string, Flow['links'][number]>();
  const visit = (column: number, name: string, count: number) => {
    const id = idOf(column, name);
    const node = nodes.get(id) ?? { id, name, column, weight: 0 };
    node.weight += count;
    nodes.set(id, node);
    return id;
  };
  for (const { stations, count } of paths) {
    const ids = stations.map((name, at) => {
      const column = columnOf(stations, at);
      return visit(column, kept(column, name), count);
    });
    ids.push(visit(deepest, end, count));
    ids.slice(1).forEach((target, at) => {
      const source = ids[at] ?? target;
      const key = `${source} ${target}`;
      const link = links.get(key) ?? { source, target, value: 0 };
      link.value += count;
      links.set(key, link);
    });
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

const idOf = (column: number, name: string) => `${column} ${name}`;

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

export interface Bin {
  name: string;
  count: number;
}

/** Conversions by how many touches or days they took, with the long ones together. */
export function binsOf(rows: readonly (readonly Figure[])[], edges: readonly number[]): Bin[] {
  const bins = edges.map((from, at) => {
    const next = edges[at + 1];
    return { from, to: next === undefined ? Number.POSITIVE_INFINITY : next - 1, count: 0 };
  });
  for (const [value, count] of rows) {
    if (typeof value !== 'number') continue;
    const bin = bins.find(({ from, to }) => from <= value && value <= to);
    if (bin) bin.count += Number(count ?? 0);
  }
  return bins.map(({ from, to, count }) => ({ name: nameOf(from, to), count }));
}

function nameOf(from: number, to: number): string {
  if (from === to) return String(from);
  return to === Number.POSITIVE_INFINITY ? `${from} or more` : `${from} – ${to}`;
}
