/** A button for what cannot be undone: it says what will happen, and asks once more. */

import { type ReactNode, useState } from 'react';
import { Heading } from 'react-aria-components';
import { Sheet } from '../design/Sheet';
import { Refused } from '../signin/Refused';

interface Props {
  say: string;
  /** What it is done to, for whoever hears the button alone. */
  of: string;
  title: string;
  error: Error | null;
  isBusy: boolean;
  onConfirm: () => void;
  children: ReactNode;
}

export function Confirm({ say, of, title, error, isBusy, onConfirm, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        {say}
        <span className="unseen"> {of}</span>
      </button>
      <Sheet label={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="sheet-form">
          <Heading slot="title">{title}</Heading>
          {children}
          <Refused error={error} />
          <div className="bar">
            <button type="button" className="button main" disabled={isBusy} onClick={onConfirm}>
              {say}
            </button>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              Cancel
            </button>
          </div>
        </div>
      </Sheet>
    </>
  );
}
