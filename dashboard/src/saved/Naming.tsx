/** Asks for a name, in a sheet of its own. */

import { type FormEvent, type ReactNode, useState } from 'react';
import { Heading } from 'react-aria-components';
import { Sheet } from '../design/Sheet';
import { Refused } from '../signin/Refused';

interface Props {
  title: string;
  name: string;
  say: string;
  error: Error | null;
  isBusy: boolean;
  onName: (name: string) => void;
  onClose: () => void;
  children?: ReactNode;
}

export function Naming({ title, name, say, error, isBusy, onName, onClose, children }: Props) {
  const [typed, setTyped] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onName(typed.trim());
  };
  return (
    <Sheet label={title} isOpen onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <Heading slot="title">{title}</Heading>
        <label className="field">
          <span>Name</span>
          <input
            className="input"
            value={typed}
            required
            maxLength={200}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        {children}
        <Refused error={error} />
        <div className="bar">
          <button type="submit" className="button main" disabled={isBusy || typed.trim() === ''}>
            {say}
          </button>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Sheet>
  );
}
