/** A rule to be added: why, for which channel, and when. */

import { type FormEvent, useState } from 'react';
import { Choice } from '../../design/Choice';
import { Field } from '../../signin/Field';
import { linesOf } from '../draft';
import type { Rule, RuleCondition, RulesShown } from '../shapes';
import { FIELDS, OPERATORS } from './rules';

interface Props {
  channels: RulesShown['channels'];
  taken: readonly string[];
  onAdd: (rule: Rule) => void;
}

interface Typed extends Omit<RuleCondition, 'values'> {
  text: string;
}

const FIRST: Typed = { field: 'utm_source', op: 'is', text: '' };

export function NewRule({ channels, taken, onAdd }: Props) {
  const [when, setWhen] = useState<readonly Typed[]>([FIRST]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const conditions = when.map(({ field, op, text }) => ({
      field,
      op,
      values: isBare(op) ? [] : linesOf(text),
    }));
    const because = String(given.get('because')).trim();
    if (taken.includes(because)) return;
    onAdd({ because, channel: String(given.get('channel')).trim().toLowerCase(), when: conditions });
    event.currentTarget.reset();
    setWhen([FIRST]);
  };
  const put = (place: number, changed: Partial<Typed>) =>
    setWhen(when.map((each, at) => (at === place ? { ...each, ...changed } : each)));
  return (
    <form className="form" onSubmit={submit}>
      <Field label="What it is called" name="because" autoComplete="off" placeholder="our partners" />
      {when.map((condition, place) => (
        <Condition
          key={place}
          condition={condition}
          isFirst={place === 0}
          onPut={(changed) => put(place, changed)}
          onRemove={() => setWhen(when.filter((_, at) => at !== place))}
        />
      ))}
      <button type="button" className="button plain" onClick={() => setWhen([...when, FIRST])}>
        + And also when
      </button>
      <Field
        label="Then the channel is"
        name="channel"
        autoComplete="off"
        placeholder="affiliate"
        list="known-channels"
        options={channels.map(({ slug }) => slug)}
        pattern="[A-Za-z0-9][A-Za-z0-9_\-]{0,31}"
        title="Letters, digits, hyphens and underscores"
      />
      <button type="submit" className="button">
        Put it in front
      </button>
    </form>
  );
}

interface ConditionProps {
  condition: Typed;
  isFirst: boolean;
  onPut: (changed: Partial<Typed>) => void;
  onRemove: () => void;
}

function Condition({ condition: { field, op, text }, isFirst, onPut, onRemove }: ConditionProps) {
  return (
    <div className="bar">
      <span className="rule-when">{isFirst ? 'When' : 'and'}</span>
      <Choice label="Field" options={FIELDS} chosen={field} onChoose={(key) => onPut({ field: key })} />
      <Choice label="Operator" options={OPERATORS} chosen={op} onChoose={(key) => onPut({ op: key })} />
      {!isBare(op) && (
        <input
          className="input short narrow"
          aria-label="Values"
          placeholder="one, another"
          required
          value={text}
          onChange={(event) => onPut({ text: event.currentTarget.value })}
        />
      )}
      {!isFirst && (
        <button type="button" className="button plain" onClick={onRemove}>
          Remove
        </button>
      )}
    </div>
  );
}

function isBare(op: string): boolean {
  return OPERATORS.some(({ key, isBare: bare }) => key === op && bare);
}
