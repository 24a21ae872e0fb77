/** A secret that is shown this once: to be copied now, and put away by whoever has done so. */

import type { ReactNode } from 'react';
import { Copy } from '../design/Copy';

interface Props {
  title: string;
  children: ReactNode;
  secret: string;
  label: string;
  onDone: () => void;
}

export function Once({ title, children, secret, label, onDone }: Props) {
  return (
    <section className="once" aria-label={title}>
      <strong>{title}</strong>
      {children}
      <code data-testid="secret">{secret}</code>
      <div className="bar">
        <Copy text={secret} label={label} />
        <button type="button" className="button" onClick={onDone}>
          I have it
        </button>
      </div>
    </section>
  );
}
