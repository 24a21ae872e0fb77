/** What every figure below depends on, always in sight: account, range, attribution model; and the way to search. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery, useModels } from '../api/asking';
import { Choice } from '../design/Choice';
import { Picker } from '../design/Picker';
import { Skeleton } from '../design/Skeleton';
import { Words } from '../design/Words';
import { useAccount, useChosen } from '../state/place';
import { carried, readFrame } from '../state/search';
import { RangePicker } from './RangePicker';
import { SegmentPicker } from './SegmentPicker';

/** The page of all accounts, among the accounts to choose from. */
const ALL = 'all accounts';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  return (
    <header className="top">
      <AccountSwitcher />
      <RangePicker />
      <SegmentPicker />
      <ModelPicker />
      <button type="button" className="button top-search" onClick={onSearch}>
        <span className="quiet">Go to …</span>
        <kbd>{navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'} K</kbd>
      </button>
    </header>
  );
}

function AccountSwitcher() {
  const { account_id, name: own } = useAccount();
  const { data } = useQuery(meQuery);
  const navigate = useNavigate();
  const [search] = useChosen(readFrame);
  const accounts = data?.accounts ?? [];
  const go = (account: string) =>
    void (account === ALL
      ? navigate({ to: '/$account/accounts', params: { account: account_id }, search: carried(search) })
      : navigate({ to: '/$account/overview', params: { account } }));
  return (
    <Picker
      label="Account"
      options={[
        ...accounts.map(({ account_id: key, name, currency, timezone }) => ({
          key,
          name,
          doc: `${currency}, ${timezone}`,
        })),
        { key: ALL, name: 'All accounts', doc: 'One beside the other; open a new one.' },
      ]}
      chosen={[account_id]}
      isSingle
      onChoose={([account]) => account && go(account)}
    >
      <span className="unseen">Account</span>
      <span className="clip account-name">{own}</span>
    </Picker>
  );
}

function ModelPicker() {
  const { account_id } = useAccount();
  const { data: models } = useModels(account_id);
  const [{ model }, choose] = useChosen(readFrame);
  const own = models?.find((each) => each.is_own_default);
  const chosen = models?.find((each) => each.key === model) ?? own;
  if (!models || !chosen) return <Skeleton chars={40} />;
  return (
    <div className="model">
      <Choice
        label="Attribution model"
        options={models.map((each) => ({
          key: each.key,
          name: each.name,
          doc: `${each.doc} ${each.example}`,
        }))}
        chosen={chosen.key}
        onChoose={(key) => choose({ model: key === own?.key ? undefined : key })}
      />
      <p className="model-doc quiet small" title={chosen.doc}>
        <Words text={chosen.doc} />
      </p>
    </div>
  );
}
