/** From what is chosen on a page to the questions that its chart and its table ask. Pure. */

import type { Condition, Figure, Question, ReportRow, ReportType } from '../api/shapes';
import { type ExplorerSearch, framed } from '../state/search';

/** How many rows are shown; all of them are in the CSV. */
export const SHOWN = 100;
/** How many rows a chart can tell apart. */
export const DRAWN = 6;

export interface Chosen {
  report: ReportType;
  by: string;
  metrics: string[];
  /** The model that decides, and those beside it. */
  models: string[];
  filters: Condition[];
  sort: string | undefined;
}

/** What is chosen, with the report's own choice where nothing is. */
export function chosenOf(search: ExplorerSearch, report: ReportRow, ownModel: string): Chosen {
  const model = search.model ?? ownModel;
  return {
    report: report.key as ReportType,
    by: search.by ?? report.default_dimensions[0] ?? 'clicks.channel',
    metrics: search.metrics ?? report.default_metrics,
    models: [model, ...(search.beside ?? []).filter((each) => each !== model)],
    filters: search.filters ?? [],
    sort: search.sort,
  };
}

/** The table's question. Models side by side leave no room for a comparison in time. */
export function tableQuestion(chosen: Chosen, search: ExplorerSearch): Question {
  const { date_range, compare } = framed(search);
  const isAlone = chosen.models.length === 1;
  return {
    type: chosen.report,
    dimensions: [chosen.by],
    metrics: chosen.metrics,
    date_range,
    ...(chosen.filters.length > 0 ? { filters: chosen.filters } : {}),
    ...(compare && isAlone ? { compare } : {}),
    options: {
      attribution_model: isAlone ? (chosen.models[0] ?? '') : chosen.models,
      limit: SHOWN,
      ...(chosen.sort ? { sort: chosen.sort } : {}),
    },
  };
}

/** The same rows over time: the table's question, by date, of its first rows only. */
export function timeQuestion(
  table: Question,
  rows: string[],
  scale: 'day' | 'week',
  metric: string,
): Question {
  const by = table.dimensions?.[0] ?? '';
  return {
    type: table.type,
    dimensions: ['date', by],
    metrics: [metric],
    date_range: { ...table.date_range, scale },
    filters: [...(table.filters ?? []), { field: by, op: 'in', value: rows }],
    options: { attribution_model: [table.options?.attribution_model ?? []].flat()[0] ?? '' },
  };
}

/** The question of what is inside a row: the next dimension, with the row as a filter. */
export function innerQuestion(table: Question, by: string, filters: Condition[]): Question {
  return { ...table, dimensions: [by], filters: [...(table.filters ?? []), ...filters] };
}

const CHAINS: readonly (readonly string[])[] = [
  ['clicks.channel', 'clicks.source', 'clicks.utm_campaign', 'clicks.utm_content', 'clicks.utm_term'],
  ['clicks.landing_page', 'clicks.channel'],
  ['clicks.referrer', 'clicks.landing_page'],
  ['ads.ad_platform', 'ads.ad_campaign', 'ads.adset', 'ads.ad'],
  ['subscription.plan', 'clicks.channel'],
  ['order.product', 'clicks.channel'],
];

/** What a row by one dimension opens into; nothing, where it is the last one, or the row has no name to filter by. */
export function nextDimension(by: string, value: Figure): string | null {
  if (value === null) return null;
  const chain = CHAINS.find((each) => each.includes(by));
  if (!chain) return by.startsWith('clicks.') ? 'clicks.channel' : null;
  return chain[chain.indexOf(by) + 1] ?? null;
}

/** The same question as a request that works in a terminal. */
export function curlOf(origin: string, account: string, path: 'query' | 'explain', body: object): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", "'\\''");
  return [
    `curl -X POST '${origin}/v2/${account}/data/${path}' \\`,
    "  -H 'Authorization: YOUR_KEY' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${json}'`,
  ].join('\n');
}
