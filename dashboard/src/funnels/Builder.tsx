/** The steps as they are asked: added, removed, put in order; every change is in the address. */

import { useState } from 'react';
import { useEvents, useFilters } from '../api/asking';
import type { Condition, Step } from '../api/shapes';
import { Conditions } from '../conditions/Conditions';
import { Choice } from '../design/Choice';
import { Skeleton } from '../design/Skeleton';
import { useAccount, useChosen } from '../state/place';
import { kindOf } from './events';
import { LEAST, MOST, moved, readFunnel, removed, stepsOf } from './search';
import { Within } from './Within';

const OWN_EVENT = 'an event of your own';

export function Builder() {
  const [search, choose] = useChosen(readFunnel);
  const steps = stepsOf(search);
  const [isFolded, setFolded] = useState(true);
  const put = (changed: Step[]) => choose({ steps: changed });
  return (
    <section className="builder" aria-label="Steps of the funnel" data-folded={isFolded || undefined}>
      <Fold steps={steps} isFolded={isFolded} onFold={setFolded} />
      <ol>
        {steps.map((step, index) => (
          <li key={`${index + 1} ${step.event}`} className="builder-step">
            <span className="quiet builder-number">{index + 1}</span>
            <StepForm
              step={step}
              isFirst={index === 0}
              onChange={(changed) => put(steps.with(index, changed))}
            />
            <Order steps={steps} index={index} onPut={put} />
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="button plain"
        disabled={steps.length >= MOST}
        onClick={() => put([...steps, { event: 'purchase' }])}
      >
        + Step
      </button>
      {search.steps && (
        <button type="button" className="button plain" onClick={() => choose({ steps: undefined })}>
          Start anew
        </button>
      )}
    </section>
  );
}

interface FoldProps {
  steps: readonly Step[];
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
}

/** On a phone the steps are one line, so that what they lead to is in sight. */
function Fold({ steps, isFolded, onFold }: FoldProps) {
  const { account_id } = useAccount();
  const { data: events = [] } = useEvents(account_id);
  const names = steps.map(({ name, event }) => name ?? kindOf(event, events).name);
  return (
    <button
      type="button"
      className="button builder-fold"
      aria-expanded={!isFolded}
      onClick={() => onFold(!isFolded)}
    >
      <span className="clip">{names.join(' → ')}</span>
      <span className="quiet">{isFolded ? 'Change' : 'Done'}</span>
    </button>
  );
}

function Order({ steps, index, onPut }: { steps: Step[]; index: number; onPut: (steps: Step[]) => void }) {
  const name = `step ${index + 1}`;
  return (
    <span className="builder-order">
      <button
        type="button"
        className="expand"
        aria-label={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => onPut(moved(steps, index, index - 1))}
      >
        ↑
      </button>
      <button
        type="button"
        className="expand"
        aria-label={`Move ${name} down`}
        disabled={index === steps.length - 1}
        onClick={() => onPut(moved(steps, index, index + 1))}
      >
        ↓
      </button>
      <button
        type="button"
        className="expand"
        aria-label={`Remove ${name}`}
        disabled={steps.length <= LEAST}
        onClick={() => onPut(removed(steps, index))}
      >
        ×
      </button>
    </span>
  );
}

interface FormProps {
  step: Step;
  isFirst: boolean;
  onChange: (step: Step) => void;
}

function StepForm({ step, isFirst, onChange }: FormProps) {
  const { account_id } = useAccount();
  const { data: events } = useEvents(account_id);
  const { data: known } = useFilters(account_id, 'funnel');
  if (!events) return <Skeleton chars={40} />;
  const kind = kindOf(step.event, events);
  const isOwn = kind.key === '';
  const { filters = [], name: _, ...bare } = step;
  const filter = (changed: Condition[]) =>
    onChange(changed.length > 0 ? { ...step, filters: changed } : without(step, 'filters'));
  return (
    <div className="builder-form">
      <Choice
        label="Event"
        options={[
          ...events.filter(({ key }) => key !== ''),
          { key: OWN_EVENT, name: 'Event of your own', doc: 'What the script tracked, by its name.' },
        ]}
        chosen={isOwn ? OWN_EVENT : step.event}
        // What the filters compare, other events do not have.
        onChoose={(event) => onChange({ ...bare, event: event === OWN_EVENT ? 'signup' : event })}
      />
      {isOwn && (
        <Typed
          label="Name of the event"
          value={step.event}
          onType={(event) => event && onChange({ ...step, event })}
        />
      )}
      <Conditions
        label="Only where"
        add="Only where"
        fields={kind.fields}
        operators={known?.operators ?? []}
        first={kind.fields.some(({ key }) => key === 'path') ? 'path' : ''}
        conditions={filters}
        onChange={filter}
      />
      {!isFirst && <Within step={step} onChange={onChange} />}
      <Typed
        label="What the step is called"
        value={step.name ?? ''}
        placeholder={`Called “${kind.name}”`}
        onType={(name) => onChange(name ? { ...step, name } : without(step, 'name'))}
      />
    </div>
  );
}

interface TypedProps {
  label: string;
  value: string;
  placeholder?: string;
  onType: (value: string) => void;
}

/** A text that counts once it is finished: with Enter, or when the field is left. */
function Typed({ label, value, placeholder, onType }: TypedProps) {
  const finish = (input: HTMLInputElement) => {
    const typed = input.value.trim();
    if (typed !== value) onType(typed);
  };
  return (
    <input
      key={value}
      className="input short builder-typed"
      aria-label={label}
      defaultValue={value}
      placeholder={placeholder}
      maxLength={100}
      onBlur={(event) => finish(event.currentTarget)}
      onKeyDown={(event) => event.key === 'Enter' && finish(event.currentTarget)}
    />
  );
}

function without<Key extends keyof Step>(step: Step, key: Key): Omit<Step, Key> {
  const { [key]: _, ...rest } = step;
  return rest;
}
