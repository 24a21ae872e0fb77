/** The sheet in which a deed is confirmed: what it is called, what it will change, and the two ways out. */

import type { ReactNode } from 'react';
import { Heading } from 'react-aria-components';
import { Sheet } from '../design/Sheet';
import { Refused } from '../signin/Refused';

interface Props {
  title: string;
  doLabel: string;
  isReady: boolean;
  isBusy: boolean;
  error: Error | null;
  onDo: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function DeedSheet({ title, doLabel, isReady, isBusy, error, onDo, onClose, children }: Props) {
  return (
    <Sheet label={title} isOpen onClose={onClose}>
      <form
        className="deed"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) onDo();
        }}
      >
        <Heading slot="title">{title}</Heading>
        {children}
        <Refused error={error} />
        <div className="deed-foot">
          <button type="button" className="button" onClick={onClose}>
            Leave it as it is
          </button>
          <button type="submit" className="button main" disabled={!isReady || isBusy}>
            {isBusy ? 'Working …' : doLabel}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
