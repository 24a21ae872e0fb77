/** How page views come in: what to put into pages, whose pages they are, what is kept, and what arrives now. */

import { FaultNotice } from '../../design/Notice';
import { useChange, useKept } from '../asking';
import { linesOf, useDraft } from '../draft';
import { Loading, SaveBar } from '../parts';
import type { Policy, TrackingState } from '../shapes';
import { Domains } from './Domains';
import { LiveHits } from './LiveHits';
import { Privacy } from './Privacy';
import { Snippet } from './Snippet';

const POLL_MS = 3000;

export function Tracking() {
  const { data, error, refetch } = useKept<TrackingState>('tracking', { refetchInterval: POLL_MS });
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <>
      <Snippet />
      <LiveHits state={data} />
      <PolicyForm policy={data.policy} />
    </>
  );
}

/** Lists of a policy as texts, so that they can be typed. */
export type Typed = { [Name in keyof Policy]: Policy[Name] extends string[] ? string : Policy[Name] };

function PolicyForm({ policy }: { policy: Policy }) {
  const draft = useDraft<Typed>(typed(policy));
  const change = useChange();
  const save = () =>
    change.mutate(
      { path: 'tracking', method: 'PATCH', body: sent(draft.changes) },
      { onSuccess: draft.discard },
    );
  return (
    <>
      <Domains values={draft.values} put={draft.put} />
      <Privacy values={draft.values} put={draft.put} />
      <SaveBar
        isChanged={draft.isChanged}
        isPending={change.isPending}
        isSaved={change.isSuccess}
        error={change.error}
        onSave={save}
        onDiscard={draft.discard}
      />
    </>
  );
}

function typed(policy: Policy): Typed {
  const values = Object.entries(policy).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join('\n') : value,
  ]);
  return Object.fromEntries(values) as Typed;
}

const LISTS: readonly string[] = [
  'own_domains',
  'linked_domains',
  'passing_hosts',
  'excluded_addresses',
  'excluded_parameters',
];

/** What was typed, as the server takes it: nothing is back to the default. */
function sent(changes: Partial<Typed>): Record<string, unknown> {
  const values = Object.entries(changes).map(([name, value]) => {
    if (LISTS.includes(name)) return [name, linesOf(String(value))];
    return [name, value === '' ? null : value];
  });
  return Object.fromEntries(values);
}
