/** What stands where an answer would: that something went wrong, or that there is nothing yet. */

import type { ReactNode } from 'react';
import { Fault } from '../api/request';

const TITLES: Record<Fault['kind'], string> = {
  offline: 'No connection',
  signed_out: 'You are signed out',
  forbidden: 'Your role does not show this',
  missing: 'This is not there',
  refused: 'The question could not be answered',
  busy: 'The server has too much to do',
  broken: 'The server made a mistake',
};

export function FaultNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const fault = error instanceof Fault ? error : null;
  return (
    <div className="notice fault" role="alert">
      <strong>{fault ? TITLES[fault.kind] : 'This page made a mistake'}</strong>
      {(fault ? fault.errors : [String(error)]).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="quiet">Your data is safe: nothing was changed.</p>
      {fault?.requestId && (
        <p className="quiet small">
          Request <code>{fault.requestId}</code>
        </p>
      )}
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function EmptyNotice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="notice">
      <strong>{title}</strong>
      {children}
    </div>
  );
}
