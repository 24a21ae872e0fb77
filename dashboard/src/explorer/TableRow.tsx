/** A row, and below it the rows that it opens into. */

import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useAnswer } from '../api/asking';
import type { Condition, Figure, Rows } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { type Hue, hueOf } from '../design/series';
import { useAccount, useChosen } from '../state/place';
import { readExplorer } from '../state/search';
import { Figures, type Scope } from './Figures';
import { innerQuestion, nextDimension } from './question';

const INDENT_PX = 24;
const NOTHING = new Set(['(none)', '(not set)']);

export function TableRow({ scope, row }: { scope: Scope; row: Figure[] }) {
  const { answer, question, path } = scope;
  const [value = null, ...figures] = row;
  const name = String(value ?? '–');
  const here = [...path, name];
  const [isOpen, toggle] = useOpen(here);
  const by = question.dimensions?.[0] ?? '';
  const next = nextDimension(by, value);
  const field = answer.fields[0]?.key ?? '';
  const before = rowOf(answer.comparison, value);
  return (
    <>
      <tr className={NOTHING.has(name) ? 'nothing' : undefined} data-depth={path.length}>
        <th scope="row" className="first">
          <span className="row-name" style={{ paddingInlineStart: `${path.length * INDENT_PX}px` }}>
            {next ? <Expand name={name} isOpen={isOpen} onToggle={toggle} /> : <span className="expand" />}
            <Name name={name} hue={path.length === 0 ? hueOf(field, name) : null} />
          </span>
        </th>
        <Figures scope={scope} figures={figures} before={before} row={{ [field]: value }} />
      </tr>
      {isOpen && next && (
        <Inside scope={scope} by={next} filter={{ field: by, op: 'is', value: name }} path={here} />
      )}
    </>
  );
}

function Name({ name, hue }: { name: string; hue: Hue | null }) {
  return (
    <>
      {hue && <i className="dot" style={{ background: `var(${hue})` }} />}
      <span className="clip" title={name}>
        {name}
      </span>
      {name === '(none)' && <WhyNone />}
    </>
  );
}

/** The figures of the row of the same name in the range before. */
function rowOf(comparison: Rows | null, value: Figure | undefined): Figure[] | undefined {
  return comparison?.rows.find((each) => each[0] === value)?.slice(1);
}

/** Whether a row is open, and what opens or closes it; what is inside a closed row is closed with it. */
function useOpen(here: readonly string[]): [boolean, () => void] {
  const [{ open = [] }, choose] = useChosen(readExplorer);
  const isOpen = open.some((each) => isSame(each, here));
  const toggle = () => {
    const rest = open.filter((each) => !isSame(each.slice(0, here.length), here));
    const opened = isOpen ? rest : [...open, [...here]];
    choose({ open: opened.length > 0 ? opened : undefined });
  };
  return [isOpen, toggle];
}

function Expand({ name, isOpen, onToggle }: { name: string; isOpen: boolean; onToggle: () => void }) {
  return (
    <button type="button" className="expand" aria-expanded={isOpen} onClick={onToggle}>
      <span aria-hidden="true">{isOpen ? '−' : '+'}</span>
      <span className="unseen">{`Open ${name}`}</span>
    </button>
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

interface InsideProps {
  scope: Scope;
  by: string;
  filter: Condition;
  path: string[];
}

function Inside({ scope, by, filter, path }: InsideProps) {
  const { account_id } = useAccount();
  const question = innerQuestion(scope.question, by, [filter]);
  const { data, error, refetch } = useAnswer(account_id, question);
  const columns = scope.answer.fields.length;
  if (error) {
    return (
      <tr>
        <td colSpan={columns}>
          <FaultNotice error={error} onRetry={() => void refetch()} />
        </td>
      </tr>
    );
  }
  if (!data) {
    return (
      <tr>
        <td colSpan={columns}>
          <Skeleton chars={24} />
        </td>
      </tr>
    );
  }
  const inner: Scope = { ...scope, question, answer: data, path, filters: [...scope.filters, filter] };
  return data.rows.map((row) => <TableRow key={String(row[0])} scope={inner} row={row} />);
}

function WhyNone() {
  return (
    <DialogTrigger>
      <Button className="why">why?</Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label="Why there is no touch" className="why-text">
          <p>
            <strong>No touch was seen before these.</strong>
          </p>
          <p>
            They came before the snippet was on your pages, refused tracking, or were imported without saying
            how they came.
          </p>
          <p>
            To have fewer of them: put the snippet on every page with a form, and send <code>utm_*</code>{' '}
            fields with the contacts that you import. <a href="/docs">How to send data</a>
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
