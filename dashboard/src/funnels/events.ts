/** What a step of a funnel can be: the kinds of events, the fields that its filters compare, and what one may mean. */

import type { FigureType } from '../api/shapes';

export interface EventField {
  key: string;
  name: string;
  doc: string;
  type: FigureType;
  example?: string;
  /** The report and its dimension that know the values which there are. */
  known?: { report: 'traffic' | 'products' | 'leads'; dimension: string };
}

export interface EventKind {
  key: string;
  name: string;
  doc: string;
  fields: readonly EventField[];
}

const text = (key: string, name: string, doc: string, more: Partial<EventField> = {}): EventField => ({
  key,
  name,
  doc,
  type: 'STRING',
  ...more,
});

const PAGE = { report: 'traffic', dimension: 'page' } as const;
const PLACE: readonly EventField[] = [
  text('path', 'Path', 'The path of the page.', { example: '/pricing' }),
  text('page', 'Page', 'Host and path of the page.', { known: PAGE }),
  text('host', 'Host', 'The host of the page.'),
  text('title', 'Title', 'The title of the page.'),
  text('url', 'URL', 'The address of the page as it is kept.'),
];
const CAME: readonly EventField[] = [
  text('referrer', 'Referrer', 'The page that linked here.'),
  text('device', 'Device', 'What the page was viewed with.'),
  text('country', 'Country', 'Where it was viewed from.'),
  text('channel', 'Channel', 'The channel that this very view came by, if it came from elsewhere.', {
    known: { report: 'traffic', dimension: 'clicks.channel' },
  }),
  text('source', 'Source', 'Who sent this very view.', {
    known: { report: 'traffic', dimension: 'clicks.source' },
  }),
  ...['Source', 'Medium', 'Campaign', 'Content', 'Term'].map((name) =>
    text(`utm_${name.toLowerCase()}`, `UTM ${name}`, `The utm_${name.toLowerCase()} of this very view.`),
  ),
];
const INTEGRATION = text('integration', 'Integration', 'The integration that told of it.');
const BOUGHT: readonly EventField[] = [
  text('product', 'Product', 'The name of a product of it.', {
    known: { report: 'products', dimension: 'product' },
  }),
  text('product_id', 'Product ID', 'The id of a product of it.'),
  { key: 'amount', name: 'Amount', doc: 'What was billed.', type: 'CURRENCY', example: '100' },
  INTEGRATION,
];

export const EVENTS: readonly EventKind[] = [
  { key: 'page_view', name: 'Page View', doc: 'A page was viewed.', fields: [...PLACE, ...CAME] },
  {
    key: 'contact_created',
    name: 'Contact Created',
    doc: 'A contact of the person was created, by its date_created.',
    fields: [text('status', 'Status', 'The status of the contact.'), INTEGRATION],
  },
  {
    key: 'tag_added',
    name: 'Tag Added',
    doc: 'A tag was added to a contact of the person, and is still there.',
    fields: [
      text('name', 'Name', 'The name of the tag.', { known: { report: 'leads', dimension: 'contact.tag' } }),
      INTEGRATION,
    ],
  },
  {
    key: 'list_added',
    name: 'List Added',
    doc: 'A contact of the person was added to a list, and is still on it.',
    fields: [text('name', 'Name', 'The name of the list.'), INTEGRATION],
  },
  {
    key: 'purchase',
    name: 'Purchase',
    doc: 'The person made an order for which something was paid.',
    fields: [...BOUGHT, text('currency', 'Currency', 'The currency of the order.')],
  },
  {
    key: 'subscription_started',
    name: 'Subscription Started',
    doc: 'A subscription of the person started, also with a trial.',
    fields: [...BOUGHT, text('billing_cycle', 'Billing Cycle', 'How often it is billed.')],
  },
];

/** The kind of an event; any other name is that of an event of the account's own. */
export function kindOf(event: string): EventKind {
  return (
    EVENTS.find(({ key }) => key === event) ?? {
      key: event,
      name: event,
      doc: 'An event which the script tracked, or which a server told of.',
      fields: [
        ...PLACE,
        { key: 'value', name: 'Value', doc: 'The value that a server told with it.', type: 'CURRENCY' },
      ],
    }
  );
}
