/** What is known of a person, beside what they did. */

import type { Person } from '../api/shapes';
import { readFigure, readInstant } from '../formats/figures';
import { useAccount, useReading } from '../state/place';
import { devicesOf } from './person';

export function Facts({ person }: { person: Person }) {
  const reading = useReading();
  const { timezone } = useAccount();
  const orders = person.orders ?? [];
  const billed = orders.reduce((sum, { total }) => sum + total, 0);
  const facts: [string, string[]][] = [
    [
      'Billed',
      [
        `${readFigure(billed, 'CURRENCY', reading)}, ${orders.length} ${orders.length === 1 ? 'order' : 'orders'}`,
      ],
    ],
    ['Opted in', [person.date_created ? readInstant(person.date_created, timezone) : 'not yet']],
    ['Status', person.status ? [person.status] : []],
    ['E-mail addresses', person.emails],
    ['Contacts', person.contacts.map(({ integration, contact_id }) => `${contact_id} in ${integration}`)],
    ['Tags', person.tags?.map(({ name }) => name) ?? []],
    ['Lists', person.lists?.map(({ name }) => name) ?? []],
    ['Devices', devicesOf(person)],
    ...Object.entries(person.custom_fields).map(([name, value]): [string, string[]] => [
      name,
      [String(value)],
    ]),
    ['Person', [person.person_id]],
  ];
  return (
    <aside aria-label="What is known">
      <dl className="facts">
        {facts
          .filter(([, values]) => values.length > 0)
          .map(([name, values]) => (
            <div key={name}>
              <dt className="quiet small">{name}</dt>
              {[...new Set(values)].map((value) => (
                <dd key={value}>{value}</dd>
              ))}
            </div>
          ))}
      </dl>
    </aside>
  );
}
