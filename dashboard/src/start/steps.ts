/** Which steps are done, and the requests that do them from a terminal. Pure. */

import type { Started } from './shapes';

export const hasContactsAndOrders = ({ contacts, orders }: Started) => contacts > 0 && orders > 0;

/** Whether there is nothing left to wait for. */
export const isDone = (started: Started) =>
  started.page_views > 0 && hasContactsAndOrders(started) && started.ad_days > 0;

/** Whether nothing has come in yet, of any kind. */
export const isNew = ({ page_views, contacts, orders, ad_days }: Started) =>
  page_views + contacts + orders + ad_days === 0;

/** "12 contacts and 1 order", of what there is. */
export function counted(parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count.toLocaleString()} ${name}${count === 1 ? '' : 's'}`)
    .join(' and ');
}

interface Place {
  origin: string;
  account: string;
  integration: string;
  key: string;
  today: string;
}

export function contactCurls(place: Place): string {
  return [
    curl(place, 'contact', {
      contact_id: '1',
      email: 'ann@example.com',
      first_name: 'Ann',
      date_created: `${place.today} 09:00:00`,
    }),
    curl(place, 'invoice', {
      id: '1001',
      contact_id: '1',
      amount: 4900,
      paid: 4900,
      date_created: `${place.today} 10:00:00`,
      items: [{ id: '1', product_id: '7', name: 'Course', amount: 4900 }],
    }),
  ].join('\n\n');
}

export function spendCurl(place: Place): string {
  return curl(place, 'ad/performance', {
    date: place.today,
    spend: 1250,
    clicks: 31,
    ad: { id: '23', name: 'Spring, blue', adcampaign: { id: '2', name: 'Spring' } },
  });
}

function curl({ origin, account, integration, key }: Place, path: string, body: object): string {
  return [
    `curl -X POST '${origin}/api/v1/${account}/${integration}/${path}' \\`,
    `  -H 'Authorization: ${key}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ].join('\n');
}
