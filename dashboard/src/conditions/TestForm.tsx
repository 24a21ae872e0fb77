/** One comparison being made: a field, an operator, and what it is compared with. */

import { type FormEvent, useState } from 'react';
import type { OperatorRow, Test } from '../api/shapes';
import { Choice } from '../design/Choice';
import { Picker } from '../design/Picker';
import type { Choices } from './Conditions';
import { Suggestions } from './Suggestions';
import { type Field, testOf } from './shape';

interface Props {
  choices: Choices;
  say: string;
  onAdd: (test: Test) => void;
}

export function TestForm({ choices, say, onAdd }: Props) {
  const [key, setKey] = useState(choices.first);
  const field = choices.fields.find((each) => each.key === key) ?? choices.fields[0];
  if (!field) return null;
  return (
    <>
      <Picker
        label="Field"
        options={choices.fields}
        chosen={[field.key]}
        isSingle
        onChoose={([next]) => next && setKey(next)}
      >
        <span className="quiet">Field</span> {field.name}
      </Picker>
      <Compared key={field.key} field={field} operators={choices.operators} say={say} onAdd={onAdd} />
    </>
  );
}

interface ComparedProps extends Omit<Props, 'choices'> {
  field: Field;
  operators: readonly OperatorRow[];
}

function Compared({ field, operators, say, onAdd }: ComparedProps) {
  const fitting = operators.filter(({ key }) => field.operators.includes(key));
  const [op, setOp] = useState(field.key === 'path' ? 'starts_with' : 'is');
  const [typed, setTyped] = useState<readonly string[]>(['', '']);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const operator = fitting.find(({ key }) => key === op) ?? fitting[0];
  if (!operator) return null;
  const isMany = operator.values === 'many';
  const test = testOf(field.key, operator, { typed, picked: isMany ? picked : [] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (test) onAdd(test);
  };
  const pick = (value: string) => {
    if (!isMany) setTyped([value, '']);
    else setPicked(picked.includes(value) ? picked.filter((each) => each !== value) : [...picked, value]);
  };
  const takesValues = operator.values !== 'none';
  return (
    <form className="condition" onSubmit={submit}>
      <div className="condition-row">
        <Choice label="Operator" options={fitting} chosen={operator.key} onChoose={setOp} />
        {takesValues && <Values field={field} values={operator.values} typed={typed} onType={setTyped} />}
        <button type="submit" className="button main" disabled={!test}>
          {say}
        </button>
      </div>
      {takesValues && field.known && (
        <Suggestions
          known={field.known}
          typed={typed[0] ?? ''}
          picked={isMany ? picked : typed.slice(0, 1)}
          onPick={pick}
        />
      )}
    </form>
  );
}

interface ValuesProps {
  field: Field;
  values: OperatorRow['values'];
  typed: readonly string[];
  onType: (typed: string[]) => void;
}

function Values({ field, values, typed, onType }: ValuesProps) {
  const isText = field.type === 'STRING';
  const labels = values === 'two' ? ['From', 'To'] : ['Value'];
  return labels.map((label, index) => (
    <input
      key={label}
      className="input short"
      aria-label={label}
      // A date may be said in words as well, which the browser's own field does not know.
      inputMode={isText || field.type === 'DATE' ? 'text' : 'decimal'}
      placeholder={values === 'many' ? 'one, another' : (field.example ?? '')}
      value={typed[index] ?? ''}
      autoComplete="off"
      onChange={(event) => onType([...typed].with(index, event.target.value))}
    />
  ));
}
