/** What the account is called, how its days and money are told, and what counts in its reports. */

import { useQueries } from '@tanstack/react-query';
import { request } from '../../api/request';
import { FaultNotice } from '../../design/Notice';
import { useAccount } from '../../state/place';
import { useChange, usePath } from '../asking';
import { linesOf, useDraft } from '../draft';
import { Described, Group, Loading, SaveBar } from '../parts';
import { managesAccount } from '../sections';
import type { AccountShown, ReportSettings } from '../shapes';
import { Counting } from './Counting';

const ZONES = Intl.supportedValuesOf('timeZone');
const CURRENCIES = Intl.supportedValuesOf('currency');

export interface Decided extends Omit<ReportSettings, 'test_people' | 'lookback_days'> {
  name: string;
  test_people: string;
  lookback_days: string;
}

export interface DecidedProps {
  values: Decided;
  put: (changed: Partial<Decided>) => void;
  isReadOnly: boolean;
}

export function AccountPage() {
  const pathOf = usePath();
  const [account, settings] = useQueries({
    queries: [
      {
        queryKey: ['settings', pathOf('account')],
        queryFn: () => request<{ account: AccountShown }>(pathOf('account')),
      },
      {
        queryKey: ['settings', pathOf('settings')],
        queryFn: () => request<{ settings: ReportSettings }>(pathOf('settings')),
      },
    ],
  });
  const error = account.error ?? settings.error;
  const retry = () => void Promise.all([account.refetch(), settings.refetch()]);
  if (error) return <FaultNotice error={error} onRetry={retry} />;
  if (!account.data || !settings.data) return <Loading />;
  return <Form account={account.data.account} settings={settings.data.settings} />;
}

function Form({ account, settings }: { account: AccountShown; settings: ReportSettings }) {
  const isReadOnly = !managesAccount(useAccount());
  const change = useChange();
  const draft = useDraft<Decided>({
    ...settings,
    name: account.name,
    test_people: settings.test_people.join('\n'),
    lookback_days: settings.lookback_days === null ? '' : String(settings.lookback_days),
  });
  const save = () => void send(draft.changes).then(draft.discard, () => undefined);
  const send = async ({ name, ...decided }: Partial<Decided>) => {
    if (name !== undefined) await change.mutateAsync({ path: 'account', method: 'PATCH', body: { name } });
    const body = sent(decided);
    if (Object.keys(body).length > 0) await change.mutateAsync({ path: 'settings', method: 'PATCH', body });
  };
  const props: DecidedProps = { values: draft.values, put: draft.put, isReadOnly };
  return (
    <>
      <Facts accountId={account.account_id} {...props} />
      <Counting {...props} />
      {!isReadOnly && (
        <SaveBar
          isChanged={draft.isChanged}
          isPending={change.isPending}
          isSaved={change.isSuccess}
          error={change.error}
          onSave={save}
          onDiscard={draft.discard}
        />
      )}
    </>
  );
}

/** What was decided, as the server takes it: nothing is back to the default. */
function sent({ test_people, lookback_days, ...others }: Partial<Omit<Decided, 'name'>>): object {
  return {
    ...others,
    ...(test_people === undefined ? {} : { test_people: linesOf(test_people) }),
    ...(lookback_days === undefined
      ? {}
      : { lookback_days: lookback_days === '' ? null : Number(lookback_days) }),
  };
}

function Facts({ accountId, values, put, isReadOnly }: DecidedProps & { accountId: string }) {
  return (
    <Group title="What it is called" doc={isReadOnly ? 'You may look at this; admins change it.' : undefined}>
      <label className="field">
        <span>Name</span>
        <input
          className="input"
          value={values.name}
          readOnly={isReadOnly}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
      </label>
      <p className="quiet">
        The API knows it as <code>{accountId}</code>, which stays.
      </p>
      <Described label="Time zone" doc="Days begin and end in it, in every report, those of the past too.">
        {(ids) => (
          <>
            <input
              {...ids}
              className="input"
              value={values.timezone}
              list="zones"
              readOnly={isReadOnly}
              onChange={(event) => put({ timezone: event.currentTarget.value })}
            />
            <Options id="zones" options={ZONES} />
          </>
        )}
      </Described>
      <Described
        label="Currency"
        doc="Amounts are told in it as they were sent: changing it converts nothing."
      >
        {(ids) => (
          <>
            <input
              {...ids}
              className="input"
              value={values.currency}
              list="currencies"
              readOnly={isReadOnly}
              onChange={(event) => put({ currency: event.currentTarget.value.toUpperCase() })}
            />
            <Options id="currencies" options={CURRENCIES} />
          </>
        )}
      </Described>
    </Group>
  );
}

function Options({ id, options }: { id: string; options: readonly string[] }) {
  return (
    <datalist id={id}>
      {options.map((option) => (
        <option key={option} value={option} />
      ))}
    </datalist>
  );
}
