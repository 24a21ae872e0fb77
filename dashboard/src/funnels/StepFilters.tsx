/** Which events of a kind a step means: a chip for each condition, and a way to add one. */

import { type FormEvent, useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useAnswer, useFilters } from '../api/asking';
import type { Condition, OperatorRow, Step } from '../api/shapes';
import { Choice } from '../design/Choice';
import { Picker } from '../design/Picker';
import { useAccount, useChosen } from '../state/place';
import { framed, readFrame } from '../state/search';
import type { EventField, EventKind } from './events';

const SUGGESTED = 50;

interface Props {
  step: Step;
  kind: EventKind;
  onChange: (step: Step) => void;
}

export function StepFilters({ step, kind, onChange }: Props) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, 'funnel');
  const operators = data?.operators ?? [];
  const { filters = [], ...rest } = step;
  const put = (changed: Condition[]) => onChange(changed.length > 0 ? { ...rest, filters: changed } : rest);
  const named = ({ field, op, value }: Condition) => {
    const name = kind.fields.find(({ key }) => key === field)?.name ?? field;
    const verb = operators.find(({ key }) => key === op)?.name.trim() ?? op;
    return `${name} ${verb} ${[value ?? ''].flat().join(', ')}`.trim();
  };
  return (
    <>
      {filters.map((filter, index) => (
        <span key={named(filter)} className="chip">
          {named(filter)}
          <button
            type="button"
            aria-label={`Remove: ${named(filter)}`}
            onClick={() => put(filters.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </span>
      ))}
      <AddFilter kind={kind} operators={operators} onAdd={(filter) => put([...filters, filter])} />
    </>
  );
}

interface AddProps {
  kind: EventKind;
  operators: readonly OperatorRow[];
  onAdd: (filter: Condition) => void;
}

function AddFilter({ kind, operators, onAdd }: AddProps) {
  const [isOpen, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const field = kind.fields.find((each) => each.key === key) ?? kind.fields[0];
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button plain">+ Only where</Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label="Only where" className="add-filter">
          {field && (
            <>
              <Picker
                label="Field"
                options={kind.fields}
                chosen={[field.key]}
                isSingle
                onChoose={([next]) => next && setKey(next)}
              >
                {field.name}
              </Picker>
              <ConditionForm
                key={field.key}
                field={field}
                operators={operators.filter(({ types }) => types.includes(field.type))}
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

interface FormProps extends Pick<AddProps, 'operators' | 'onAdd'> {
  field: EventField;
}

function ConditionForm({ field, operators, onAdd }: FormProps) {
  const id = useId();
  const [op, setOp] = useState(field.key === 'path' ? 'starts_with' : 'is');
  const operator = operators.find(({ key }) => key === op);
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
      <Choice label="Operator" options={operators} chosen={op} onChoose={setOp} />
      {operator?.values !== 'none' && (
        <input
          name="value"
          className="input short"
          aria-label="Value"
          placeholder={isMany ? 'one, another' : field.example}
          list={id}
          autoComplete="off"
        />
      )}
      {field.known && <Suggestions id={id} known={field.known} />}
      <button type="submit" className="button main">
        Add
      </button>
    </form>
  );
}

const FIRST_METRIC = { traffic: 'visitors', products: 'revenue', leads: 'leads' } as const;

/** The values that there are, the most frequent first. */
function Suggestions({ id, known }: { id: string; known: NonNullable<EventField['known']> }) {
  const { account_id } = useAccount();
  const [search] = useChosen(readFrame);
  const { data } = useAnswer(account_id, {
    type: known.report,
    dimensions: [known.dimension],
    metrics: [FIRST_METRIC[known.report]],
    date_range: framed(search).date_range,
    options: { limit: SUGGESTED },
  });
  return (
    <datalist id={id}>
      {data?.rows.map(([value]) => value !== null && <option key={value} value={value} />)}
    </datalist>
  );
}
