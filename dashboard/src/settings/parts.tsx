/** What the pages of the settings are made of: groups, sentences to choose from, fields, and what follows a change. */

import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import { Fault } from '../api/request';
import { Sheet } from '../design/Sheet';
import { Skeleton } from '../design/Skeleton';
import '../design/forms.css';

/** Stands where a page of the settings will. */
export function Loading() {
  return (
    <div className="group" aria-busy="true">
      {[28, 52, 40, 46].map((chars) => (
        <p key={chars}>
          <Skeleton chars={chars} />
        </p>
      ))}
    </div>
  );
}

export function Group({ title, doc, children }: { title: string; doc?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="group" aria-labelledby={id}>
      <div className="group-head">
        <h2 id={id}>{title}</h2>
        {doc && <p className="quiet">{doc}</p>}
      </div>
      {children}
    </section>
  );
}

export interface Sentence {
  key: string;
  text: string;
  doc?: string;
}

interface SentencesProps {
  label: string;
  sentences: readonly Sentence[];
  chosen: string;
  onChoose: (key: string) => void;
  isDisabled?: boolean;
}

/** A choice with consequences: each of them told in a sentence. */
export function Sentences({ label, sentences, chosen, onChoose, isDisabled = false }: SentencesProps) {
  const name = useId();
  return (
    <fieldset className="sentences" disabled={isDisabled}>
      <legend>{label}</legend>
      {sentences.map(({ key, text, doc }) => (
        <label key={key} className="sentence">
          <input
            type="radio"
            name={name}
            value={key}
            checked={key === chosen}
            onChange={() => onChoose(key)}
          />
          <span>
            {text}
            {doc && <span className="quiet small sentence-doc">{doc}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface CheckProps {
  text: string;
  doc?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}

export function Check({ text, doc, isOn, onChange, isDisabled = false }: CheckProps) {
  return (
    <label className="sentence">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {text}
        {doc && <span className="quiet small sentence-doc">{doc}</span>}
      </span>
    </label>
  );
}

interface LinesProps {
  label: string;
  doc: string;
  value: string;
  example: string;
  onChange: (value: string) => void;
}

/** A field with what it means, which is told after its name and not as a part of it. */
export function Described({ label, doc, children }: DescribedProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <span className="quiet small" id={`${id}-doc`}>
        {doc}
      </span>
      {children({ id, 'aria-describedby': `${id}-doc` })}
    </div>
  );
}

interface DescribedProps {
  label: string;
  doc: string;
  children: (ids: { id: string; 'aria-describedby': string }) => ReactNode;
}

/** Several texts, one on each line. */
export function Lines({ label, doc, value, example, onChange }: LinesProps) {
  const lines = value.split('\n').length;
  return (
    <Described label={label} doc={doc}>
      {(ids) => (
        <textarea
          {...ids}
          className="input"
          rows={Math.min(8, Math.max(2, lines))}
          value={value}
          placeholder={example}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Described>
  );
}

/** What the server did not like, in its own words, with the id under which it is in its log. */
export function Refusal({ error }: { error: Error | null }) {
  const lines = error instanceof Fault ? error.errors : error ? [error.message] : [];
  const id = error instanceof Fault ? error.requestId : null;
  return (
    <div role="alert">
      {lines.map((line) => (
        <p key={line} className="refused">
          {line}
        </p>
      ))}
      {id && <p className="quiet small">Nothing was changed. Request {id}</p>}
    </div>
  );
}

interface SavingProps {
  isChanged: boolean;
  isPending: boolean;
  isSaved: boolean;
  error: Error | null;
  onSave: () => void;
  onDiscard: () => void;
  /** What is to be known before it is saved. */
  children?: ReactNode;
}

/** Comes up when something was changed, and stays until it is saved or taken back. */
export function SaveBar({ isChanged, isPending, isSaved, error, onSave, onDiscard, children }: SavingProps) {
  return (
    <div className="savebar" data-open={isChanged || undefined}>
      {isChanged && (
        <>
          {children}
          <Refusal error={error} />
          <div className="bar">
            <button type="button" className="button main" onClick={onSave} disabled={isPending}>
              Save changes
            </button>
            <button type="button" className="button" onClick={onDiscard} disabled={isPending}>
              Take back
            </button>
          </div>
        </>
      )}
      <p className="quiet" role="status">
        {isSaved && !isChanged ? 'Saved.' : ''}
      </p>
    </div>
  );
}

interface ConfirmProps {
  /** What the button says that opens the question. */
  button: string;
  question: string;
  /** What will be so afterwards. */
  children: ReactNode;
  /** What the button says that does it. */
  act: string;
  isPending: boolean;
  error: Error | null;
  onAct: () => Promise<unknown>;
}

/** A step that cannot be taken back, behind a question in plain words. */
export function Confirm({ button, question, children, act, isPending, error, onAct }: ConfirmProps) {
  const [isOpen, setOpen] = useState(false);
  const go = () =>
    void onAct().then(
      () => setOpen(false),
      () => undefined,
    );
  return (
    <>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        {button}
      </button>
      <Sheet label={question} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="help">
          <h2>{question}</h2>
          {children}
          <Refusal error={error} />
          <div className="bar">
            <button type="button" className="button danger" onClick={go} disabled={isPending}>
              {act}
            </button>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              Leave it as it is
            </button>
          </div>
        </div>
      </Sheet>
    </>
  );
}
