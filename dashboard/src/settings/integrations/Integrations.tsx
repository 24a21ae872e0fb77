/** Where facts come from: each source with the id that stands in the paths of imports, and when it was heard of last. */

import { type FormEvent, useState } from 'react';
import { Copy } from '../../design/Copy';
import { FaultNotice } from '../../design/Notice';
import { readInstant } from '../../formats/figures';
import { Field } from '../../signin/Field';
import { useAccount } from '../../state/place';
import { useChange, useKept } from '../asking';
import { Group, Loading, Refusal } from '../parts';
import { managesAccount } from '../sections';
import type { Integration } from '../shapes';

export function Integrations() {
  const isManager = managesAccount(useAccount());
  const { data, error, refetch } = useKept<{ integrations: Integration[] }>('integrations');
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <>
      <Group
        title="Where facts come from"
        doc="A shop, a mailing tool, a payment provider: ids of contacts, orders and products are unique within one."
      >
        <ul className="rows">
          {data.integrations.map((integration) => (
            <Row key={integration.integration_id} integration={integration} isManager={isManager} />
          ))}
        </ul>
      </Group>
      {isManager && <Create />}
    </>
  );
}

function Row({ integration, isManager }: { integration: Integration; isManager: boolean }) {
  const { timezone } = useAccount();
  const [isNaming, setNaming] = useState(false);
  const { integration_id, name, last_activity_at: at } = integration;
  return (
    <li>
      <div className="row-main">
        <strong>{name}</strong>
        <span className="quiet small">
          {at ? `Something came in ${readInstant(at, timezone)}` : 'Nothing has come in yet'}
        </span>
      </div>
      <code>{integration_id}</code>
      <Copy text={integration_id} label="Copy the id" />
      {isManager && !isNaming && (
        <button type="button" className="button plain" onClick={() => setNaming(true)}>
          Rename
        </button>
      )}
      {isNaming && <Name integration={integration} onDone={() => setNaming(false)} />}
    </li>
  );
}

function Name({ integration, onDone }: { integration: Integration; onDone: () => void }) {
  const change = useChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name'));
    const path = `integrations/${integration.integration_id}`;
    change.mutate({ path, method: 'PATCH', body: { name } }, { onSuccess: onDone });
  };
  return (
    <form className="bar row-more" onSubmit={submit}>
      <input
        name="name"
        className="input short narrow"
        aria-label="Name"
        defaultValue={integration.name}
        required
      />
      <button type="submit" className="button main" disabled={change.isPending}>
        Save
      </button>
      <button type="button" className="button" onClick={onDone}>
        Take back
      </button>
      <Refusal error={change.error} />
    </form>
  );
}

function Create() {
  const create = useChange();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name'));
    create.mutate(
      { path: 'integrations', method: 'POST', body: { name } },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <Group title="Add another" doc="One for each system, so that the ids of one never meet those of another.">
      <form className="form" onSubmit={submit}>
        <Field label="Name" name="name" autoComplete="off" placeholder="The shop" />
        <Refusal error={create.error} />
        <button type="submit" className="button main" disabled={create.isPending}>
          Add
        </button>
      </form>
    </Group>
  );
}
