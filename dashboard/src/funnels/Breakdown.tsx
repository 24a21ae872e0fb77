/** The same funnel for each value of a dimension: how many reached each step. */

import { useAnswer, useDimensions } from '../api/asking';
import type { Answer } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { Picker } from '../design/Picker';
import { Skeleton } from '../design/Skeleton';
import { hueOf } from '../design/series';
import { readBare, readFigure } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { funnelQuestion, readFunnel, stepsOf } from './search';
import { type Group, groupsOf } from './shape';

const DEFAULT_BY = 'clicks.channel';
const SHOWN = 25;
/** These are in every row anyway. */
const OWN = ['step', 'step_name'];

export function Breakdown() {
  const { account_id } = useAccount();
  const [search, choose] = useChosen(readFunnel);
  const by = search.by ?? DEFAULT_BY;
  const { data: dimensions = [] } = useDimensions(account_id, 'funnel');
  const name = dimensions.find(({ key }) => key === by)?.name ?? by;
  const { data, error, refetch } = useAnswer(account_id, funnelQuestion(search, by));
  return (
    <section className="block">
      <div className="block-head">
        <h2>How they entered</h2>
        <Picker
          label={`By ${name}`}
          options={dimensions.filter(({ key }) => !OWN.includes(key))}
          chosen={[by]}
          isSingle
          onChoose={([key]) => choose({ by: key === DEFAULT_BY ? undefined : key })}
        >
          <span className="quiet">By</span> {name}
        </Picker>
      </div>
      {error ? (
        <FaultNotice error={error} onRetry={() => void refetch()} />
      ) : (
        <Table answer={data} count={stepsOf(search).length} />
      )}
    </section>
  );
}

function Table({ answer, count }: { answer: Answer | undefined; count: number }) {
  if (!answer) return <Skeleton chars={60} />;
  const names = namesOf(answer, count);
  const groups = groupsOf(answer.fields, answer.rows, count);
  const top = Math.max(...groups.map(({ rate }) => rate), 1e-9);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label="Table">
        <table className="table report">
          <thead>
            <tr>
              <th scope="col" className="first">
                {answer.fields[0]?.name}
              </th>
              {names.map((name, index) => (
                <th key={`step ${index + 1}`} scope="col" className="number">
                  {name}
                </th>
              ))}
              <th scope="col" className="number">
                Rate from First <span className="quiet">%</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, SHOWN).map((group) => (
              <Row key={group.value} group={group} field={answer.fields[0]?.key ?? ''} top={top} />
            ))}
          </tbody>
        </table>
      </section>
      {groups.length > SHOWN && (
        <p className="quiet small">{`The ${SHOWN} by which most entered, of ${groups.length}.`}</p>
      )}
    </>
  );
}

function Row({ group, field, top }: { group: Group; field: string; top: number }) {
  const reading = useReading();
  return (
    <tr className={group.value.startsWith('(') ? 'nothing' : undefined}>
      <th scope="row" className="first">
        <span className="row-name">
          <i className="dot" style={{ background: `var(${hueOf(field, group.value)})` }} />
          <span className="clip" title={group.value}>
            {group.value}
          </span>
        </span>
      </th>
      {group.actors.map((actors, index) => (
        <td key={`step ${index + 1}`} className="number">
          {readFigure(actors, 'NUMBER', reading)}
        </td>
      ))}
      <td className="number">
        <span className="cell">
          <span className="funnel-rate" aria-hidden="true">
            <span style={{ width: `${(100 * group.rate) / top}%` }} />
          </span>
          {readBare(group.rate, 'PERCENT', 1, reading)}
        </span>
      </td>
    </tr>
  );
}

/** What the steps are called in the answer. */
function namesOf({ fields, rows }: Answer, count: number): string[] {
  const [step, name] = OWN.map((own) => fields.findIndex(({ key }) => key === own));
  return Array.from({ length: count }, (_, index) => {
    const row = rows.find((each) => each[step ?? 0] === index + 1);
    return String(row?.[name ?? 0] ?? index + 1);
  });
}
