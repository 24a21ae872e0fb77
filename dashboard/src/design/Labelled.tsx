/** A word in front of what is chosen. */

import type { ReactNode } from 'react';
import './forms.css';

export function Labelled({ text, children }: { text: string; children: ReactNode }) {
  return (
    <span className="labelled">
      <span className="quiet">{text}</span>
      {children}
    </span>
  );
}
