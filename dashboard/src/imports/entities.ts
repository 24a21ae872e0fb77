/** What a file can hold, in the words of those who have such files; `key` is the path of the import API. */

import type { Option } from '../design/Choice';

export const ENTITIES: readonly Option[] = [
  { key: 'contact', name: 'Contacts', doc: 'People who opted in, with tags and fields of your own' },
  {
    key: 'invoice',
    name: 'Orders',
    doc: 'What was billed and paid; a row for each order, or for each of its items',
  },
  { key: 'subscription', name: 'Subscriptions', doc: 'What is paid again and again, with its end' },
  { key: 'product', name: 'Products', doc: 'What is sold, by its id' },
  { key: 'ad/performance', name: 'Ad spend', doc: 'What ads cost, by day' },
  { key: 'adcampaign', name: 'Ad campaigns', doc: 'Their names, by their ids' },
  { key: 'adset', name: 'Ad sets', doc: 'Their names and campaigns, by their ids' },
  { key: 'ad', name: 'Ads', doc: 'Their names, sets and links, by their ids' },
  { key: 'event', name: 'Events', doc: 'What else happened to people' },
  { key: 'tags/add', name: 'Tags', doc: 'Tags of contacts that there are' },
  { key: 'lists/add', name: 'Lists', doc: 'Lists of contacts that there are' },
  { key: 'pageview', name: 'Page views', doc: 'History from another tool' },
  { key: 'identify', name: 'Identifications', doc: 'Which visitor of another tool is which contact' },
];

export const nameOf = (entity: string | null): string =>
  ENTITIES.find(({ key }) => key === entity)?.name ?? entity ?? 'Records of every kind';
