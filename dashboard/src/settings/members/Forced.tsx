/** Conditions that every question of a member gets, whatever they ask. */

import { useState } from 'react';
import { useFilters } from '../../api/asking';
import type { Condition } from '../../api/shapes';
import { Choice } from '../../design/Choice';
import { Picker } from '../../design/Picker';
import { useAccount } from '../../state/place';
import type { Member } from '../shapes';

interface Props {
  member: Member;
  onPut: (filters: Condition[]) => void;
}

export function Forced({ member, onPut }: Props) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, 'revenue');
  const [isAdding, setAdding] = useState(false);
  const told = ({ field, op, value }: Condition) => {
    const name = data?.fields.find(({ key }) => key === field)?.name ?? field;
    const verb = data?.operators.find(({ key }) => key === op)?.name.trim() ?? op;
    return `${name} ${verb} ${[value ?? ''].flat().join(', ')}`.trim();
  };
  return (
    <div className="bar">
      <span className="quiet">
        {member.filters.length > 0 ? 'Sees only where' : 'Sees all of the account.'}
      </span>
      {member.filters.map((filter, index) => (
        <span key={index} className="chip">
          {told(filter)}
          <button
            type="button"
            aria-label={`Remove: ${told(filter)}`}
            onClick={() => onPut(member.filters.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </span>
      ))}
      {isAdding ? (
        <OneMore
          onAdd={(filter) => {
            onPut([...member.filters, filter]);
            setAdding(false);
          }}
        />
      ) : (
        <button type="button" className="button plain" onClick={() => setAdding(true)}>
          Show only a part
        </button>
      )}
    </div>
  );
}

/** A condition of one value. */
function OneMore({ onAdd }: { onAdd: (filter: Condition) => void }) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, 'revenue');
  const [key, setKey] = useState('clicks.channel');
  const [op, setOp] = useState('is');
  const [value, setValue] = useState('');
  const field = data?.fields.find((each) => each.key === key) ?? data?.fields[0];
  if (!data || !field) return null;
  const operators = data.operators.filter(
    (each) => each.values === 'one' && field.operators.includes(each.key),
  );
  return (
    <>
      <Picker
        label="Field"
        options={data.fields}
        chosen={[key]}
        isSingle
        onChoose={([next]) => next && setKey(next)}
      >
        {field.name}
      </Picker>
      <Choice label="Operator" options={operators} chosen={op} onChoose={setOp} />
      <input
        className="input short narrow"
        aria-label="Value"
        placeholder={field.example}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <button
        type="button"
        className="button"
        disabled={value.trim() === ''}
        onClick={() => onAdd({ field: field.key, op, value: value.trim() })}
      >
        Force it
      </button>
    </>
  );
}
