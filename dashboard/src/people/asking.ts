/** What the pages about people ask the server, and the deeds that change who somebody is. */

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useAnswer, useModels } from '../api/asking';
import { request } from '../api/request';
import type { Order, PageOfPeople, Person } from '../api/shapes';
import { creditQuestion, creditsOf } from './credit';
import type { PersonTies, Sought } from './shapes';

/** A page of the people whom a search and filters find. */
export function useFound(account: string, sought: Sought, isWanted = true) {
  return useQuery({
    queryKey: ['people', account, sought],
    queryFn: ({ signal }) =>
      request<PageOfPeople>(`/v2/${account}/data/people`, { method: 'POST', body: sought, signal }),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
}

/** One contact with everything that the person did. Ids are those of an integration, so that it may be named, too. */
export function usePerson(account: string, contact: string, integration: string | undefined) {
  return useQuery({
    queryKey: ['person', account, contact, integration],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ extend: 'events,orders,subscriptions,tags,lists' });
      if (integration) query.set('integration', integration);
      const path = `/${account}/contact/${encodeURIComponent(contact)}?${query}`;
      return (await request<{ data: Person }>(path, { signal })).data;
    },
  });
}

/** What each order earned where, under each model: the same sums as in reports. */
export function useCredits(account: string, orders: readonly Order[]) {
  const { data: models } = useModels(account);
  const question = creditQuestion(orders, models?.map(({ key }) => key) ?? []);
  const { data } = useAnswer(account, question, orders.length > 0 && models !== undefined);
  return { models, credits: data && creditsOf(data) };
}

const pathOf = (account: string, person: string) =>
  `/api/app/${account}/person/${encodeURIComponent(person)}`;

/** Names, browsers and history of a person; for whoever may change them. */
export function useTies(account: string, person: string) {
  return useQuery({
    queryKey: ['person', account, 'ties', person],
    queryFn: ({ signal }) => request<PersonTies>(pathOf(account, person), { signal }),
  });
}

/** Everything that is held about a person. */
export const exportPerson = (account: string, person: string) =>
  request<object>(`${pathOf(account, person)}/export`);

/** Merges, splits or erases a person; every figure may be another afterwards. */
export function useDeed<Answered>(account: string, person: string, deed: 'merge' | 'split' | 'erase') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      request<Answered>(`${pathOf(account, person)}/${deed}`, { method: 'POST', body }),
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' && deed !== 'erase' }),
  });
}
