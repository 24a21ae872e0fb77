/** What every figure below depends on, always in sight: account, range, attribution model; and the way to search. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery, useModels } from '../api/asking';
import { Choice } from '../design/Choice';
import { Skeleton } from '../design/Skeleton';
import { Words } from '../design/Words';
import { useAccount, useChosen } from '../state/place';
import { readFrame } from '../state/search';
import { RangePicker } from './RangePicker';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  return (
    <header className="top">
      <AccountSwitcher />
      <RangePicker />
      <ModelPicker />
      <button type="button" className="button top-search" onClick={onSearch}>
        <span className="quiet">Go to …</span>
        <kbd>{navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'} K</kbd>
      </button>
    </header>
  );
}

function AccountSwitcher() {
  const { account_id } = useAccount();
  const { data } = useQuery(meQuery);
  const navigate = useNavigate();
  const accounts = data?.accounts ?? [];
  return (
    <Choice
      label="Account"
      options={accounts.map((account) => ({
        key: account.account_id,
        name: account.name,
        doc: `${account.currency}, ${account.timezone}`,
      }))}
      chosen={account_id}
      onChoose={(account) => void navigate({ to: '/$account/overview', params: { account } })}
    />
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
