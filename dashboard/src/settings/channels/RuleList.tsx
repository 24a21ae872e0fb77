/** The rules in their order: moved by the mouse, by its arrows, or by the arrow keys on these. */

import { type DragEvent, useState } from 'react';
import type { Rule } from '../shapes';
import { moved, told } from './rules';

interface Props {
  rules: readonly Rule[];
  onChange: (rules: readonly Rule[]) => void;
}

export function RuleList({ rules, onChange }: Props) {
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const move = (from: number, to: number) => {
    onChange(moved(rules, from, to));
    const name = rules[from]?.because;
    if (name && to >= 0 && to < rules.length) setSaid(`${name}: now at ${to + 1} of ${rules.length}`);
  };
  const dropOn = (place: number) => (event: DragEvent) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, place);
    setDragged(null);
  };
  return (
    <>
      <p className="unseen" role="status">
        {said}
      </p>
      <ol className="rows rules">
        {rules.map((rule, place) => (
          <li
            key={rule.because}
            draggable
            data-dragged={dragged === place || undefined}
            onDragStart={() => setDragged(place)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={dropOn(place)}
          >
            <Handle rule={rule} place={place} onMove={(to) => move(place, to)} />
            <div className="row-main">
              <strong>{rule.because}</strong>
              <span className="quiet small">{rule.when.map(told).join(', and ')}</span>
            </div>
            <span>
              → <strong>{rule.channel}</strong>
            </span>
            <span className="quiet small">{rule.default ? '' : 'yours'}</span>
            <button
              type="button"
              className="button plain"
              aria-label={`Remove the rule ${rule.because}`}
              onClick={() => onChange(rules.filter((_, at) => at !== place))}
            >
              Remove
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** The arrows of a rule. Whatever was pressed keeps the focus while its row goes elsewhere. */
function Handle({ rule, place, onMove }: { rule: Rule; place: number; onMove: (to: number) => void }) {
  const go = (element: HTMLElement, to: number) => {
    onMove(to);
    requestAnimationFrame(() => element.focus());
  };
  return (
    <span className="rule-handle">
      {[
        { sign: '↑', step: -1, name: 'up' },
        { sign: '↓', step: 1, name: 'down' },
      ].map(({ sign, step, name }) => (
        <button
          key={name}
          type="button"
          className="button plain"
          aria-label={`Move ${name}: ${rule.because}`}
          onClick={(event) => go(event.currentTarget, place + step)}
          onKeyDown={(event) => {
            const pressed = STEPS[event.key];
            if (!pressed) return;
            event.preventDefault();
            go(event.currentTarget, place + pressed);
          }}
        >
          {sign}
        </button>
      ))}
    </span>
  );
}
