/** "How do they all do?": every account of the user beside the others, each in its own currency, and a way to a new one. */

import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Heading } from 'react-aria-components';
import { askAgainWhoIAm, meQuery } from '../api/asking';
import { request } from '../api/request';
import type { Account, Answer, ReportType } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Sheet } from '../design/Sheet';
import { Skeleton } from '../design/Skeleton';
import { readChange, readFigure } from '../formats/figures';
import { total } from '../overview/FigureCard';
import { AccountFacts } from '../signin/AccountFacts';
import { Field } from '../signin/Field';
import { Refused } from '../signin/Refused';
import { useChosen } from '../state/place';
import { carried, type FrameSearch, framed, readFrame } from '../state/search';
import { COLUMNS, type ColumnKey, sorted, type Told } from './shape';

/** The default model is each account's own, and segments are, too. */
const ASKED: readonly { type: ReportType; metrics: ColumnKey[] }[] = [
  { type: 'revenue', metrics: ['revenue'] },
  { type: 'leads', metrics: ['leads'] },
  { type: 'ads', metrics: ['adSpend', 'roas'] },
];

export function Accounts() {
  const { data: me } = useQuery(meQuery);
  const [search] = useChosen(readFrame);
  const [by, setBy] = useState<ColumnKey>('revenue');
  const accounts = me?.accounts ?? [];
  const { told, error, retry } = useTold(accounts, search);
  return (
    <>
      <div className="head">
        <h1>Accounts</h1>
        <p className="quiet">
          All accounts that you are a member of, each in its own currency, days and attribution model. Money
          of two currencies is never added, nor compared.
        </p>
      </div>
      <div className="bar">
        <NewAccount />
      </div>
      {error && <FaultNotice error={error} onRetry={retry} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label="Accounts">
        <table className="table report">
          <thead>
            <tr>
              <th scope="col" className="first">
                Account
              </th>
              {COLUMNS.map(({ key, name }) => (
                <th
                  key={key}
                  scope="col"
                  className="number"
                  aria-sort={key === by ? 'descending' : undefined}
                >
                  <button type="button" className="sort" onClick={() => setBy(key)}>
                    {name}
                    <span className="sort-mark" aria-hidden="true">
                      {key === by ? '↓' : ''}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted(told, by).map((each) => (
              <Row key={each.account.account_id} told={each} search={search} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Row({ told: { account, now, before }, search }: { told: Told; search: FrameSearch }) {
  const reading = { currency: account.currency };
  const { range, compare } = carried(search);
  return (
    <tr>
      <th scope="row" className="first">
        <Link to="/$account/overview" params={{ account: account.account_id }} search={{ range, compare }}>
          {account.name}
        </Link>{' '}
        <span className="quiet small">{account.currency}</span>
      </th>
      {COLUMNS.map(({ key, type }) => {
        const value = now[key];
        return (
          <td key={key} className="number">
            {value === undefined ? (
              <Skeleton chars={6} />
            ) : (
              <span className="cell">
                {readFigure(value, type, reading)}
                <span className="delta quiet">{readChange(value, before[key], reading) ?? ''}</span>
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** What each account tells; what has not been answered yet is not there. */
function useTold(accounts: readonly Account[], search: FrameSearch) {
  const { date_range, compare } = framed({ range: search.range, compare: search.compare });
  const asked = accounts.flatMap((account) => ASKED.map((each) => ({ account, ...each })));
  const answers = useQueries({
    queries: asked.map(({ account, type, metrics }) => {
      const body = { type, metrics, date_range, ...(compare ? { compare } : {}) };
      return {
        queryKey: ['answer', account.account_id, body],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          request<Answer>(`/v2/${account.account_id}/data/query`, { method: 'POST', body, signal }),
      };
    }),
  });
  const told = accounts.map((account, at) => {
    const own = answers.slice(at * ASKED.length, (at + 1) * ASKED.length);
    return toldOf(
      account,
      own.map(({ data }) => data),
    );
  });
  const retry = () => void Promise.all(answers.map(({ refetch }) => refetch()));
  return { told, error: answers.find(({ error }) => error)?.error ?? null, retry };
}

/** An account's figures, of the questions that have been answered. */
function toldOf(account: Account, answers: readonly (Answer | undefined)[]): Told {
  const found = answers.flatMap((answer, at) =>
    answer ? (ASKED[at]?.metrics ?? []).map((key) => ({ answer, key })) : [],
  );
  const now = found.map(({ answer, key }) => [key, total(answer, key)]);
  const before = found.map(({ answer, key }) => [
    key,
    answer.comparison ? total(answer, key, answer.comparison.totals) : null,
  ]);
  return { account, now: Object.fromEntries(now), before: Object.fromEntries(before) };
}

function NewAccount() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const open = useMutation({
    mutationFn: (body: object) =>
      request<{ account: Account }>('/api/app/accounts', { method: 'POST', body }),
    onSuccess: async ({ account }) => {
      await askAgainWhoIAm(client);
      await navigate({ to: '/$account/overview', params: { account: account.account_id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    open.mutate(Object.fromEntries(new FormData(event.currentTarget)));
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        New account
      </button>
      <Sheet label="New account" isOpen={isOpen} onClose={() => setOpen(false)}>
        <form className="sheet-form" onSubmit={submit}>
          <Heading slot="title">New account</Heading>
          <p className="quiet">
            You will own it. Its people, orders and figures are apart from all other accounts.
          </p>
          <Field label="Name of the business" name="name" autoComplete="organization" />
          <AccountFacts />
          <Refused error={open.error} />
          <div className="bar">
            <button type="submit" className="button main" disabled={open.isPending}>
              Make the account
            </button>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              Cancel
            </button>
          </div>
        </form>
      </Sheet>
    </>
  );
}
