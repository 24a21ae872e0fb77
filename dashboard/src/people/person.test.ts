import { expect, test } from 'vitest';
import type { Person, PersonEvent } from '../api/shapes';
import { devicesOf, nameOf, partsOf, timelineOf } from './person';

const NOBODY: Person = {
  contact_id: '1',
  first_name: null,
  last_name: null,
  email: 'ann@shop.example',
  status: null,
  date_created: null,
  person_id: '7',
  emails: [],
  contacts: [],
  custom_fields: {},
};

function viewed(at: string, uid: string | null, type = 'page_view'): PersonEvent {
  return { type, uid, date_created: `2026-03-01T${at}:00+00:00` } as PersonEvent;
}

test('page views with gaps below half an hour are one visit, of each browser by itself', () => {
  const events = [
    viewed('10:00', 'a'),
    viewed('10:29', 'a'),
    viewed('10:40', 'b'),
    viewed('10:58', 'a'),
    viewed('11:29', 'a'),
  ];
  const told = timelineOf({ ...NOBODY, events });
  expect(told.map(({ kind, at }) => `${kind} ${at.slice(11, 16)}`)).toEqual([
    'visit 11:29',
    'device 10:40',
    'visit 10:40',
    'visit 10:00',
  ]);
  expect(told.map((each) => (each.kind === 'visit' ? each.events.length : 0))).toEqual([1, 0, 1, 3]);
});

test('what servers told, the opt-in and the end of a subscription stand by themselves', () => {
  const told = timelineOf({
    ...NOBODY,
    date_created: '2026-03-01T09:00:00+00:00',
    events: [viewed('08:00', null, 'import')],
    subscriptions: [
      {
        subscription_id: 's',
        name: 'Pro',
        amount: 9,
        billing_cycle: 'month',
        start_date: '2026-03-01T12:00:00+00:00',
        canceled_date: '2026-04-01T12:00:00+00:00',
        end_date: null,
      },
    ],
  });
  expect(told.map(({ kind }) => kind)).toEqual(['subscription', 'subscription', 'optin', 'event']);
});

test('who has no name is called by the address', () => {
  expect(nameOf({ ...NOBODY, first_name: 'Ann', last_name: 'Lee' })).toBe('Ann Lee');
  expect(nameOf(NOBODY)).toBe('ann@shop.example');
});

test('tags of one moment stand together', () => {
  const at = '2026-03-01T09:00:00+00:00';
  const tag = (name: string, date_created = at) => ({ tag_id: name, name, date_created });
  const told = timelineOf({ ...NOBODY, tags: [tag('a'), tag('b'), tag('c', '2026-03-02T09:00:00+00:00')] });
  expect(told.map((each) => (each.kind === 'label' ? each.names : []))).toEqual([['c'], ['a', 'b']]);
});

test('a device is told once, however often it came', () => {
  const phone = { device: 'phone', browser: 'Safari', os: 'iOS' } as PersonEvent;
  expect(devicesOf({ ...NOBODY, events: [phone, phone, {} as PersonEvent] })).toEqual(['phone Safari iOS']);
});

test('a person may be split at contacts, known addresses and browsers', () => {
  const ties = {
    person_id: 7,
    names: ['ann@shop.example', 'shop/1', 'email:0a1b2c…'],
    contacts: [{ contact_id: '1', integration_id: 'shop', email: 'ann@shop.example' }],
    visitors: [{ uid: 'k9', spans: [] }],
    audit: [],
  };
  expect(partsOf(ties).map(({ name }) => name)).toEqual(['shop/1', 'ann@shop.example', 'visitor:k9']);
});
