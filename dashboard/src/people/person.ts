/** What a person did, put in order for reading: visits with their pages, and what happened between. Pure. */

import type { Order, Person, PersonEvent, Subscription } from '../api/shapes';

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
    ...(person.date_created ? [{ kind: 'optin' as const, at: person.date_created }] : []),
  ];
  return happened.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
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
  const happened: Happening[] = [];
  const running = new Map<string, Visit>();
  for (const event of events) {
    const at = event.date_created;
    if (!event.uid || event.type === 'import') {
      happened.push({ kind: 'event', at, event });
      continue;
    }
    const known = running.get(event.uid);
    if (known && Date.parse(at) - Date.parse(lastOf(known)) < GAP_MS) {
      known.events.push(event);
      continue;
    }
    if (!known && running.size > 0) happened.push({ kind: 'device', at, event });
    const visit: Visit = { kind: 'visit', at, first: event, events: [event] };
    running.set(event.uid, visit);
    happened.push(visit);
  }
  return happened;
}

function lastOf({ events, at }: Visit): string {
  return events.at(-1)?.date_created ?? at;
}
