/** What a person did, put in order for reading: visits with their pages, and what happened between. Pure. */

import type { Order, Person, PersonEvent, Subscription } from '../api/shapes';
import type { PersonTies } from './shapes';

/** A visit ends when nothing is viewed for this long; the same as sessions in reports. */
const GAP_MS = 30 * 60_000;

export interface Visit {
  kind: 'visit';
  at: string;
  first: PersonEvent;
  events: PersonEvent[];
}

export type Happening =
  | Visit
  | { kind: 'event'; at: string; event: PersonEvent }
  | { kind: 'order'; at: string; order: Order }
  | { kind: 'subscription'; at: string; subscription: Subscription; isEnd: boolean }
  | { kind: 'optin'; at: string }
  | { kind: 'label'; at: string; names: string[]; of: 'tag' | 'list' }
  | { kind: 'device'; at: string; event: PersonEvent };

export function nameOf(person: Person): string {
  const name = [person.first_name, person.last_name].filter(Boolean).join(' ');
  return name || person.email || `Person ${person.person_id}`;
}

/** Everything that happened, the newest first. */
export function timelineOf(person: Person): Happening[] {
  const happened: Happening[] = [
    ...visitsOf(person.events ?? []),
    ...(person.orders ?? []).map((order) => ({ kind: 'order' as const, at: order.date_created, order })),
    ...(person.subscriptions ?? []).flatMap(movesOf),
    ...labelled(person.tags ?? [], 'tag'),
    ...labelled(person.lists ?? [], 'list'),
    ...(person.date_created ? [{ kind: 'optin' as const, at: person.date_created }] : []),
  ];
  return happened.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

/** Tags or lists of one moment stand together. */
function labelled(
  labels: readonly { name: string; date_created: string }[],
  of: 'tag' | 'list',
): Happening[] {
  const byTime = new Map<string, string[]>();
  for (const { name, date_created } of labels)
    byTime.set(date_created, [...(byTime.get(date_created) ?? []), name]);
  return [...byTime].map(([at, names]) => ({ kind: 'label', at, names, of }));
}

function movesOf(subscription: Subscription): Happening[] {
  const moved: Happening[] = [
    { kind: 'subscription', at: subscription.start_date, subscription, isEnd: false },
  ];
  const ended = subscription.end_date ?? subscription.canceled_date;
  if (ended) moved.push({ kind: 'subscription', at: ended, subscription, isEnd: true });
  return moved;
}

/** Page views of one browser with short gaps are a visit; what servers told stands by itself. */
function visitsOf(events: readonly PersonEvent[]): Happening[] {
  const running = new Map<string, Visit>();
  return events.flatMap((event): Happening[] => {
    if (!event.uid || event.type === 'import') return [{ kind: 'event', at: event.date_created, event }];
    return visited(running, event.uid, event);
  });
}

/** What a page view begins: nothing where its browser's visit goes on. */
function visited(running: Map<string, Visit>, uid: string, event: PersonEvent): Happening[] {
  const at = event.date_created;
  const known = running.get(uid);
  if (known && isWithin(known, at)) {
    known.events.push(event);
    return [];
  }
  const isAnother = !known && running.size > 0;
  const visit: Visit = { kind: 'visit', at, first: event, events: [event] };
  running.set(uid, visit);
  return isAnother ? [{ kind: 'device', at, event }, visit] : [visit];
}

function isWithin({ events, at }: Visit, time: string): boolean {
  return Date.parse(time) - Date.parse(events.at(-1)?.date_created ?? at) < GAP_MS;
}

/** The pages of a visit; one that is looked at again and again stands once. */
export function pagesOf({ events }: Visit): PersonEvent[] {
  return events.filter(({ type, url }, index) => type !== 'page_view' || url !== events[index - 1]?.url);
}

/** With what the person came, each once. */
export function devicesOf({ events = [] }: Person): string[] {
  const told = events.map(({ device, browser, os }) => [device, browser, os].filter(Boolean).join(' '));
  return [...new Set(told.filter(Boolean))];
}

/** What a person is made of and may be split at: contacts, addresses and browsers, as the server takes their names. */
export function partsOf({ contacts, names, visitors }: PersonTies): { name: string; kind: string }[] {
  const mine = contacts.map(({ integration_id, contact_id }) => `${integration_id}/${contact_id}`);
  return [
    ...mine.map((name) => ({ name, kind: 'contact' })),
    ...names.filter((name) => name.includes('@')).map((name) => ({ name, kind: 'address' })),
    ...visitors.map(({ uid }) => ({ name: `visitor:${uid}`, kind: 'browser' })),
  ];
}
