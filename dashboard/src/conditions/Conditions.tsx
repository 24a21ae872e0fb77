/** Conditions of which all must hold: a chip for each, which opens to be changed, and a way to add one. */

import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { Condition, OperatorRow } from '../api/shapes';
import { Editor } from './Editor';
import { conditionOf, type Field, groupOf, type Names, wordsOf } from './shape';
import { TestForm } from './TestForm';

export interface Choices {
  fields: readonly Field[];
  operators: readonly OperatorRow[];
  /** The field that stands there first. */
  first: string;
  segmentName?: (id: string) => string;
}

interface Props extends Choices {
  label: string;
  add: string;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}

export function Conditions({ label, add, conditions, onChange, ...choices }: Props) {
  return (
    <ul className="chips" aria-label={label}>
      {conditions.map((condition, index) => (
        // Two chips may say the same, and only their place tells them apart.
        <li key={`${index + 1} ${conditions.length}`} className="chip">
          <Chip
            condition={condition}
            choices={choices}
            onPut={(changed) =>
              onChange(changed ? conditions.with(index, changed) : conditions.filter((_, at) => at !== index))
            }
          />
        </li>
      ))}
      <li>
        <Add label={add} choices={choices} onAdd={(condition) => onChange([...conditions, condition])} />
      </li>
    </ul>
  );
}

export function namesOf({ fields, operators, segmentName }: Choices): Names {
  return {
    field: (key) => fields.find((each) => each.key === key)?.name ?? key,
    operator: (key) => operators.find((each) => each.key === key)?.name.trim() ?? key,
    segment: (id) => `Segment ${segmentName?.(id) ?? id}`,
  };
}

interface ChipProps {
  condition: Condition;
  choices: Choices;
  onPut: (condition: Condition | null) => void;
}

function Chip({ condition, choices, onPut }: ChipProps) {
  const words = wordsOf(condition, namesOf(choices));
  const group = groupOf(condition);
  return (
    <>
      {group ? (
        <DialogTrigger>
          <Button className="chip-words">{words}</Button>
          <Popover className="float" placement="bottom start">
            <Dialog aria-label={words} className="add-filter">
              <Editor group={group} choices={choices} onPut={(changed) => onPut(conditionOf(changed))} />
            </Dialog>
          </Popover>
        </DialogTrigger>
      ) : (
        <span className="chip-words">{words}</span>
      )}
      <button type="button" className="chip-away" aria-label={`Remove: ${words}`} onClick={() => onPut(null)}>
        ×
      </button>
    </>
  );
}

interface AddProps {
  label: string;
  choices: Choices;
  onAdd: (condition: Condition) => void;
}

function Add({ label, choices, onAdd }: AddProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button plain">+ {label}</Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label={`Add: ${label}`} className="add-filter">
          <TestForm
            choices={choices}
            say="Add"
            onAdd={(test) => {
              onAdd(test);
              setOpen(false);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
