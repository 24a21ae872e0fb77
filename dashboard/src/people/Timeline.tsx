/** What a person did, the newest first: visits with their pages, orders, subscriptions, and how we came to know them. */

import { useState } from 'react';
import type { ModelRow, Order, PersonEvent, Subscription } from '../api/shapes';
import { hueOf } from '../design/series';
import { readExactly, readFigure, readInstant } from '../formats/figures';
import { useAccount, useReading } from '../state/place';
import { Credit } from './Credit';
import { type Credits, orderKey } from './credit';
import { type Happening, pagesOf, type Visit } from './person';

/** How many pages of a visit are shown before the others are asked for. */
const PAGES = 3;

interface Props {
  happened: readonly Happening[];
  models: readonly ModelRow[];
  credits: Credits | undefined;
}

export function Timeline({ happened, models, credits }: Props) {
  const { timezone } = useAccount();
  return (
    <ol className="timeline">
      {happened.map((each, index) => (
        <li key={`${each.at} ${each.kind} ${index + 1}`} data-kind={each.kind}>
          <time className="quiet small" dateTime={each.at}>
            {readInstant(each.at, timezone)}
          </time>
          <What happening={each} />
          {each.kind === 'order' && (
            <Credit
              byModel={credits?.get(orderKey(each.order.integration, each.order.order_id))}
              models={models}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

function What({ happening }: { happening: Happening }) {
  switch (happening.kind) {
    case 'visit':
      return <VisitTold visit={happening} />;
    case 'order':
      return <OrderTold order={happening.order} />;
    case 'subscription':
      return <SubscriptionTold subscription={happening.subscription} isEnd={happening.isEnd} />;
    case 'optin':
      return (
        <p>
          <strong>Opted in</strong>
        </p>
      );
    case 'label':
      return (
        <p className="quiet">
          {happening.of === 'tag' ? 'Tagged' : 'Put on the list'} {happening.names.join(', ')}
        </p>
      );
    case 'device':
      return <p className="quiet">Recognised in another browser: {deviceOf(happening.event)}</p>;
    default:
      return <EventTold event={happening.event} />;
  }
}

function VisitTold({ visit }: { visit: Visit }) {
  const [isWhole, setWhole] = useState(false);
  const { first } = visit;
  const events = pagesOf(visit);
  const shown = isWhole ? events : events.slice(0, PAGES);
  return (
    <>
      <p>
        <ChannelBadge channel={first.channel ?? 'direct'} />
        {[first.utm_source, first.utm_campaign].filter(Boolean).join(', ') || first.referrer}
        <span className="quiet small visit-where">{deviceOf(first)}</span>
      </p>
      <ul className="visit-pages">
        {shown.map((event, index) => (
          <li key={`${event.date_created} ${index + 1}`}>
            {event.type === 'page_view' ? null : <strong>{event.type} </strong>}
            <span className="clip" title={event.url ?? undefined}>
              {event.title || `${event.host ?? ''}${event.path ?? ''}`}
            </span>
          </li>
        ))}
      </ul>
      {events.length > PAGES && (
        <button type="button" className="button plain" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${events.length - PAGES} more`}
        </button>
      )}
    </>
  );
}

function ChannelBadge({ channel }: { channel: string }) {
  return (
    <span className="badge">
      <i className="dot" style={{ background: `var(${hueOf('channel', channel)})` }} />
      {channel}
    </span>
  );
}

function OrderTold({ order }: { order: Order }) {
  const reading = useReading();
  const state = order.is_refunded ? 'refunded' : order.is_paid ? '' : 'not paid';
  return (
    <p>
      <strong>{`Ordered for ${readExactly(order.total, 'CURRENCY', reading)}`}</strong>{' '}
      {order.line_items.map(({ product_name }) => product_name).join(', ')}
      <span className="quiet small visit-where">
        {[`order ${order.order_id}`, state].filter(Boolean).join(', ')}
      </span>
    </p>
  );
}

function SubscriptionTold({ subscription, isEnd }: { subscription: Subscription; isEnd: boolean }) {
  const reading = useReading();
  const amount = readFigure(subscription.amount, 'CURRENCY', reading);
  return (
    <p>
      <strong>{isEnd ? 'Subscription ended' : 'Subscribed'}</strong> {subscription.name}
      <span className="quiet small visit-where">{`${amount} a ${subscription.billing_cycle}`}</span>
    </p>
  );
}

function EventTold({ event }: { event: PersonEvent }) {
  const from = [event.channel, event.utm_source, event.utm_campaign].filter(Boolean).join(', ');
  return (
    <p>
      <strong>{event.type === 'import' ? 'Imported' : event.type}</strong> {from}
    </p>
  );
}

function deviceOf({ device, browser, os, city, country_code }: PersonEvent): string {
  return [[device, browser, os].filter(Boolean).join(' '), [city, country_code].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ');
}
