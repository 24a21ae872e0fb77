/** What the dashboard asks the server, as hooks: who am I, questions, the catalogue, explanations, people. */

import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import type { EventRow } from '../funnels/events';
import { request } from './request';
import type {
  Answer,
  ChannelRow,
  DimensionRow,
  ExplainAnswer,
  ExplainQuestion,
  FieldRow,
  Me,
  MetricRow,
  ModelRow,
  OperatorRow,
  PageOfPeople,
  Person,
  Question,
  ReportRow,
  ReportType,
} from './shapes';

/** The catalogue changes with the server's version, or when somebody defines a metric. */
const CATALOGUE_FRESH_MS = 5 * 60_000;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request<Me>('/api/app/me', { signal }),
  staleTime: CATALOGUE_FRESH_MS,
});

/** Asks again who is signed in, after it has changed. */
export async function askAgainWhoIAm(client: QueryClient): Promise<void> {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
  await client.invalidateQueries({ queryKey: ['me'] });
}

/** The answer to a question; while a changed one is asked, the last answer stays. */
export function useAnswer(account: string, question: Question, isWanted = true) {
  return useQuery({
    queryKey: ['answer', account, question],
    queryFn: ({ signal }) =>
      request<Answer>(`/v2/${account}/data/query`, { method: 'POST', body: question, signal }),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
}

/** What stands behind a figure, page by page. */
export function useExplanation(account: string, question: ExplainQuestion) {
  return useInfiniteQuery({
    queryKey: ['explanation', account, question],
    queryFn: ({ signal, pageParam }) =>
      request<ExplainAnswer>(`/v2/${account}/data/explain`, {
        method: 'POST',
        body: { ...question, page: pageParam },
        signal,
      }),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.page < last.last_page ? last.page + 1 : undefined),
  });
}

function useListing<Listed>(account: string, kind: string, report?: ReportType) {
  const query = report ? `?report=${report}` : '';
  return useQuery({
    queryKey: ['catalogue', account, kind, report],
    queryFn: async ({ signal }) => {
      const body = await request<Record<string, Listed>>(`/v2/${account}/${kind}${query}`, { signal });
      return body[kind] as Listed;
    },
    staleTime: CATALOGUE_FRESH_MS,
  });
}

export const useMetrics = (account: string, report: ReportType) =>
  useListing<MetricRow[]>(account, 'metrics', report);
export const useDimensions = (account: string, report: ReportType) =>
  useListing<DimensionRow[]>(account, 'dimensions', report);
export const useFilters = (account: string, report: ReportType) =>
  useListing<{ operators: OperatorRow[]; fields: FieldRow[] }>(account, 'filters', report);
export const useModels = (account: string) => useListing<ModelRow[]>(account, 'models');
export const useReports = (account: string) => useListing<ReportRow[]>(account, 'reports');
export const useEvents = (account: string) => useListing<EventRow[]>(account, 'events');
export const useChannels = (account: string) => useListing<ChannelRow[]>(account, 'channels');

export interface PeopleAsked {
  report: 'leads' | 'revenue';
  start: string;
  end: string;
  page: number;
}

/** A page of the people behind a report. */
export function usePeople(account: string, { report, start, end, page }: PeopleAsked) {
  const query = new URLSearchParams({ start, end, page: String(page), limit: '25', extend: 'orders,tags' });
  return useQuery({
    queryKey: ['people', account, report, start, end, page],
    queryFn: ({ signal }) =>
      request<PageOfPeople>(`/${account}/report/${report}/contacts?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** One contact with everything that the person did. */
export function usePerson(account: string, contact: string) {
  return useQuery({
    queryKey: ['person', account, contact],
    queryFn: async ({ signal }) => {
      const path = `/${account}/contact/${encodeURIComponent(contact)}`;
      const answer = await request<{ data: Person }>(`${path}?extend=events,orders,subscriptions,tags`, {
        signal,
      });
      return answer.data;
    },
  });
}
