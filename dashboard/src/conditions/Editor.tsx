/** One chip from inside: its comparisons, whether any, all or none of them must hold, and a way to add another. */

import { Choice } from '../design/Choice';
import { type Choices, namesOf } from './Conditions';
import { type Group, type Way, wordsOf } from './shape';
import { TestForm } from './TestForm';

const WAYS: readonly { key: Way; name: string; doc: string }[] = [
  { key: 'any', name: 'Any of these', doc: 'One of them is enough.' },
  { key: 'all', name: 'All of these', doc: 'Each of them must hold.' },
  { key: 'none', name: 'None of these', doc: 'Whatever one of them holds for is left out.' },
];

interface Props {
  group: Group;
  choices: Choices;
  onPut: (group: Group) => void;
}

export function Editor({ group, choices, onPut }: Props) {
  const names = namesOf(choices);
  const last = group.tests.at(-1);
  return (
    <>
      <Choice
        label="Which must hold"
        options={WAYS}
        chosen={group.way}
        onChoose={(way) => onPut({ ...group, way: way as Way })}
      />
      <ul className="tests">
        {group.tests.map((test, index) => (
          <li key={wordsOf(test, names)}>
            {wordsOf(test, names)}
            <button
              type="button"
              className="chip-away"
              aria-label={`Remove: ${wordsOf(test, names)}`}
              onClick={() => onPut({ ...group, tests: group.tests.filter((_, at) => at !== index) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <TestForm
        key={group.tests.length}
        choices={{ ...choices, first: last?.field ?? choices.first }}
        say={group.way === 'all' ? 'And' : 'Or'}
        onAdd={(test) => onPut({ ...group, tests: [...group.tests, test] })}
      />
    </>
  );
}
