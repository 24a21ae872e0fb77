/** Which touch belongs to which channel: rules asked from the top, tried before they are saved, and those that were. */

import { useState } from 'react';
import { FaultNotice } from '../../design/Notice';
import { useChange, useKept } from '../asking';
import { Group, Loading, SaveBar } from '../parts';
import type { Rule, RulesShown } from '../shapes';
import { History } from './History';
import { NewRule } from './NewRule';
import { Preview } from './Preview';
import { RuleList } from './RuleList';
import { sent } from './rules';

export function Channels() {
  const { data, error, refetch } = useKept<RulesShown>('channels');
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return <Editor kept={data} />;
}

function Editor({ kept }: { kept: RulesShown }) {
  const [draft, setDraft] = useState<readonly Rule[] | null>(null);
  const change = useChange();
  const rules = draft ?? kept.rules;
  const isChanged = draft !== null && JSON.stringify(sent(draft)) !== JSON.stringify(sent(kept.rules));
  const save = () =>
    change.mutate(
      { path: 'channels', method: 'PUT', body: { rules: sent(rules) } },
      { onSuccess: () => setDraft(null) },
    );
  return (
    <>
      <Group
        title="A rule of your own"
        doc="It is put in front of all others. You see what it would move before you save."
      >
        <NewRule
          channels={kept.channels}
          taken={rules.map(({ because }) => because)}
          onAdd={(rule) => setDraft([rule, ...rules])}
        />
      </Group>
      <Group
        title="The rules, from the first to the last"
        doc="The first that fits gives a touch its channel. A change holds for all of history at once."
      >
        <RuleList rules={rules} onChange={setDraft} />
      </Group>
      <SaveBar
        isChanged={isChanged}
        isPending={change.isPending}
        isSaved={change.isSuccess}
        error={change.error}
        onSave={save}
        onDiscard={() => setDraft(null)}
      >
        <Preview rules={rules} />
      </SaveBar>
      <History onChoose={setDraft} />
    </>
  );
}
