/** Which people, orders and touches are in: a chip for each condition, and a way to add one. */

import { type FormEvent, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useAnswer, useFilters } from '../api/asking';
import type { Condition, FieldRow } from '../api/shapes';
import { Choice } from '../design/Choice';
import { Picker } from '../design/Picker';
import { useAccount, useChosen } from '../state/place';
import { framed, readExplorer } from '../state/search';
import type { Chosen } from './question';

const SUGGESTED = 50;

export function Filters({ chosen }: { chosen: Chosen }) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, chosen.report);
  const [, choose] = useChosen(readExplorer);
  const put = (filters: Condition[]) =>
    choose({ filters: filters.length > 0 ? filters : undefined, open: undefined });
  const named = ({ field, op, value }: Condition) => {
    const name = data?.fields.find(({ key }) => key === field)?.name ?? field;
    const verb = data?.operators.find(({ key }) => key === op)?.name.trim() ?? op;
    return `${name} ${verb} ${[value ?? ''].flat().join(', ')}`;
  };
  return (
    <ul className="chips" aria-label="Filters">
      {chosen.filters.map((filter, index) => (
        <li key={named(filter)} className="chip">
          {named(filter)}
          <button
            type="button"
            aria-label={`Remove: ${named(filter)}`}
            onClick={() => put(chosen.filters.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </li>
      ))}
      <li>
        <AddFilter
          chosen={chosen}
          fields={data?.fields ?? []}
          onAdd={(filter) => put([...chosen.filters, filter])}
        />
      </li>
    </ul>
  );
}

interface AddProps {
  chosen: Chosen;
  fields: readonly FieldRow[];
  onAdd: (filter: Condition) => void;
}

function AddFilter({ chosen, fields, onAdd }: AddProps) {
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState(chosen.by);
  const field = fields.find((each) => each.key === key) ?? fields[0];
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button plain">+ Filter</Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label="Add a filter" className="add-filter">
          {field && (
            <>
              <Picker
                label="Field"
                options={fields}
                chosen={[field.key]}
                isSingle
                onChoose={([next]) => next && setKey(next)}
              >
                <span className="quiet">Field</span> {field.name}
              </Picker>
              <ConditionForm
                key={field.key}
                chosen={chosen}
                field={field}
                onAdd={(filter) => {
                  onAdd(filter);
                  setOpen(false);
                }}
              />
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function ConditionForm({
  chosen,
  field,
  onAdd,
}: {
  chosen: Chosen;
  field: FieldRow;
  onAdd: AddProps['onAdd'];
}) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, chosen.report);
  const [op, setOp] = useState('is');
  const operator = data?.operators.find(({ key }) => key === op);
  const isMany = operator?.values === 'many' || operator?.values === 'two';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('value') ?? '').trim();
    if (operator?.values === 'none') onAdd({ field: field.key, op });
    else if (text)
      onAdd({ field: field.key, op, value: isMany ? text.split(',').map((each) => each.trim()) : text });
  };
  return (
    <form className="condition" onSubmit={submit}>
      <Choice
        label="Operator"
        options={(data?.operators ?? []).filter(({ key }) => field.operators.includes(key))}
        chosen={op}
        onChoose={setOp}
      />
      {operator?.values !== 'none' && (
        <>
          <input
            name="value"
            className="input short"
            aria-label="Value"
            placeholder={isMany ? 'one, another' : field.example}
            list="values"
            autoComplete="off"
          />
          <Suggestions chosen={chosen} field={field} />
        </>
      )}
      <button type="submit" className="button main">
        Add
      </button>
    </form>
  );
}

/** The values that there are, the most frequent first. */
function Suggestions({ chosen, field }: { chosen: Chosen; field: FieldRow }) {
  const { account_id } = useAccount();
  const [search] = useChosen(readExplorer);
  const { date_range } = framed(search);
  const { data } = useAnswer(account_id, {
    type: chosen.suggesting ?? chosen.report,
    dimensions: [field.key],
    metrics: chosen.metrics.slice(0, 1),
    date_range,
    options: { limit: SUGGESTED },
  });
  return (
    <datalist id="values">
      {data?.rows.map(([value]) => value !== null && <option key={value} value={value} />)}
    </datalist>
  );
}
