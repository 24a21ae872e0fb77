/** How a figure is made, in words, and with the sums that it is made of. */

import type { ExplainAnswer } from '../api/shapes';
import { Words } from '../design/Words';
import { readExactly } from '../formats/figures';
import { useReading } from '../state/place';

export function Formula({ answer, onTerm }: { answer: ExplainAnswer; onTerm: (term: string) => void }) {
  const reading = useReading();
  const { metric, terms } = answer;
  return (
    <section className="formula">
      <p>
        <Words text={metric.doc} />
      </p>
      {metric.kind === 'measure' && metric.source && (
        <p className="quiet small">Counted in: {metric.source}</p>
      )}
      {metric.kind !== 'measure' && (
        <>
          <p>
            <code>{metric.formula}</code>
          </p>
          <ul className="terms" aria-label="What it is made of">
            {terms.map((term) => (
              <li key={term.key}>
                <button
                  type="button"
                  className="button"
                  aria-pressed={term.is_listed}
                  onClick={() => onTerm(term.key)}
                  title={term.doc}
                >
                  {term.name} <strong>{readExactly(term.sum, term.type, reading)}</strong>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
