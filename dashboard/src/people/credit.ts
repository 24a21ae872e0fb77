/** How an order's revenue is shared, under each model: a question of the API and its answer, order by order. Pure. */

import type { Answer, Figure, Order, Question } from '../api/shapes';

/** Where a part of an order went. */
export interface Part {
  channel: string | null;
  from: string;
  amount: number;
}

/** An order's parts by model; the parts of a model sum to the order. */
export type Credits = ReadonlyMap<string, ReadonlyMap<string, readonly Part[]>>;

const DIMENSIONS = [
  'order.id',
  'order.integration',
  'clicks.channel',
  'clicks.source',
  'clicks.utm_campaign',
];
/** What touches without a campaign are called in rows. */
const NOT_SET = '(not set)';
const DAY_MS = 86_400_000;

/** By which an order is found again; ids are those of an integration. */
export const orderKey = (integration: string, id: string) => `${integration}/${id}`;

/** One question for all orders and models. Days are the account's, so a day more on either side. */
export function creditQuestion(orders: readonly Order[], models: readonly string[]): Question {
  const times = orders.map(({ date_created }) => Date.parse(date_created));
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [first, last] = times.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 0];
  return {
    type: 'revenue',
    dimensions: DIMENSIONS,
    metrics: ['revenue'],
    date_range: { start: day(first - DAY_MS), end: day(last + DAY_MS) },
    filters: [{ field: 'order.id', op: 'in', value: orders.map(({ order_id }) => order_id) }],
    options: { attribution_model: [...models] },
  };
}

/** Models whose rows overlap share nothing, and are left out. */
export function creditsOf({ fields, rows }: Answer): Credits {
  const found = new Map<string, Map<string, Part[]>>();
  const models = fields.flatMap(({ model, additive }, at) =>
    model && additive !== false ? [{ model, at }] : [],
  );
  for (const row of rows) {
    const key = orderKey(String(row[1]), String(row[0]));
    const byModel = found.get(key) ?? new Map<string, Part[]>();
    found.set(key, byModel);
    for (const { model, at } of models) {
      const part = partOf(row, at);
      if (part.amount !== 0) byModel.set(model, [...(byModel.get(model) ?? []), part]);
    }
  }
  return found;
}

function partOf(row: readonly Figure[], at: number): Part {
  const [channel, source, campaign] = row
    .slice(2, DIMENSIONS.length)
    .map((each) => (each === null || each === NOT_SET ? null : String(each)));
  const names = [source?.toLowerCase() === channel ? null : source, campaign];
  return { channel: channel ?? null, from: names.filter(Boolean).join(', '), amount: Number(row[at] ?? 0) };
}
