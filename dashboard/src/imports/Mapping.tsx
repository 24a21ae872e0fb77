/** Which column is which field, with what stands in it, and what would be refused. */

import { Choice, type Option } from '../design/Choice';
import { type Said, said } from './mapping';
import type { DryRun } from './shapes';

const DELIMITERS: readonly Option[] = [
  { key: ',', name: 'commas' },
  { key: ';', name: 'semicolons' },
  { key: '\t', name: 'tabs' },
  { key: '|', name: 'bars' },
];
const LEFT_OUT = '(left out)';
const FAULTS = 5;

interface Props {
  tried: DryRun;
  map: Said;
  onMap: (map: Said) => void;
  delimiter: string;
  onDelimiter: (delimiter: string) => void;
  keepsOthers: boolean;
  onKeepOthers?: ((keeps: boolean) => void) | undefined;
}

export function Mapping(props: Props) {
  const { tried, delimiter, onDelimiter, keepsOthers, onKeepOthers } = props;
  return (
    <>
      <div className="bar upload-read">
        <span>Read as {tried.format.encoding}, with columns between</span>
        <Choice
          label="Delimiter"
          options={DELIMITERS}
          chosen={delimiter || tried.format.delimiter}
          onChoose={onDelimiter}
        />
      </div>
      <Columns {...props} />
      {onKeepOthers && (
        <label className="sentence">
          <input
            type="checkbox"
            checked={keepsOthers}
            onChange={(event) => onKeepOthers(event.currentTarget.checked)}
          />
          <span>Keep columns that are no field as custom fields.</span>
        </label>
      )}
      <Verdict tried={tried} />
    </>
  );
}

function Columns({ tried, map, onMap }: Props) {
  const options: Option[] = [
    { key: LEFT_OUT, name: LEFT_OUT },
    ...tried.fields.map(({ name, doc, required }) => ({
      key: name,
      name,
      doc: required ? `${doc}. Required` : doc,
    })),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="Columns of the file">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">What stands in it</th>
            <th scope="col">Is the field</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(tried.mapping).map(([column, target], place) => (
            <tr key={column}>
              <th scope="row">{column}</th>
              <td className="quiet upload-cells">{cellsOf(tried.sample, place)}</td>
              <td>
                <Choice
                  label={`Field of ${column}`}
                  options={known(options, target)}
                  chosen={target ?? LEFT_OUT}
                  onChoose={(key) => onMap(said(map, tried.mapping, column, key === LEFT_OUT ? '' : key))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A custom field is no row of the list, and is one all the same. */
function known(options: readonly Option[], target: string | null): readonly Option[] {
  const isKnown = target === null || options.some(({ key }) => key === target);
  return isKnown ? options : [...options, { key: target, name: target }];
}

const cellsOf = (sample: readonly string[][], place: number): string =>
  sample
    .map((cells) => cells[place] ?? '')
    .filter((cell) => cell !== '')
    .slice(0, 3)
    .join(', ');

function Verdict({ tried: { read, failed, faults } }: { tried: DryRun }) {
  const first = read >= 1000 ? `the first ${read}` : `${read}`;
  if (failed === 0) return <p>All of {first} records would be taken.</p>;
  return (
    <div className="notice fault">
      <strong>
        {failed} of {first} records would be refused
      </strong>
      <ul>
        {faults.slice(0, FAULTS).map(({ line, errors }) => (
          <li key={line}>
            Line {line}: {errors.join('; ')}
          </li>
        ))}
      </ul>
      <p className="quiet">
        Import the file all the same if you like: good records are kept, and you get the refused ones to mend.
      </p>
    </div>
  );
}
