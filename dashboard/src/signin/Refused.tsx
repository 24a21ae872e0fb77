import { Fault } from '../api/request';

/** What the server did not like, under the fields that it is about. */
export function Refused({ error }: { error: Error | null }) {
  const lines = error instanceof Fault ? error.errors : error ? [error.message] : [];
  return (
    <div role="alert">
      {lines.map((line) => (
        <p key={line} className="refused">
          {line}
        </p>
      ))}
    </div>
  );
}
