/** What counts in reports, and by which model, each choice with what it means for the figures. */

import { useModels } from '../../api/asking';
import { Choice } from '../../design/Choice';
import { Labelled } from '../../design/Labelled';
import { useAccount } from '../../state/place';
import { Described, Group, Lines, type Sentence, Sentences } from '../parts';
import type { Decided, DecidedProps } from './AccountPage';

const REFUNDS: readonly Sentence[] = [
  { key: 'in', text: 'Count as revenue, as SegMetrics does: revenue is what was billed.' },
  { key: 'out', text: 'Are taken out: revenue is what was billed, less what was paid back.' },
];

const DIRECT: readonly Sentence[] = [
  { key: 'fallback', text: 'Earn credit only where nothing else led to the order.' },
  { key: 'equal', text: 'Earn credit like every other visit.' },
  { key: 'never', text: 'Never earn credit; what nothing else led to stands under (none).' },
];

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((key) => ({
  key,
  name: `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`,
}));

export function Counting(props: DecidedProps) {
  const { values, put, isReadOnly } = props;
  return (
    <Group
      title="What counts in reports"
      doc="A change holds for all of history at once, and can be taken back at any time."
    >
      <Sentences
        label="Refunded orders"
        sentences={REFUNDS}
        chosen={values.refunds}
        onChoose={(refunds) => put({ refunds } as Partial<Decided>)}
        isDisabled={isReadOnly}
      />
      <Sentences
        label="Direct visits"
        sentences={DIRECT}
        chosen={values.direct}
        onChoose={(direct) => put({ direct } as Partial<Decided>)}
        isDisabled={isReadOnly}
      />
      <Defaults {...props} />
      <Described
        label="Days for which a touch may earn credit"
        doc="Older touches earn none. Empty: touches of any age do."
      >
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="number"
            min={1}
            readOnly={isReadOnly}
            placeholder="any age"
            value={values.lookback_days}
            onChange={(event) => put({ lookback_days: event.currentTarget.value })}
          />
        )}
      </Described>
      {!isReadOnly && (
        <Lines
          label="Test people"
          doc="No report knows people with these addresses: yours, those of testers. One on each line."
          example="@example.com"
          value={values.test_people}
          onChange={(test_people) => put({ test_people })}
        />
      )}
    </Group>
  );
}

function Defaults({ values, put, isReadOnly }: DecidedProps) {
  const { account_id } = useAccount();
  const { data: models = [] } = useModels(account_id);
  const model = models.find(({ key }) => key === values.attribution_model)?.name ?? values.attribution_model;
  const day = DAYS.find(({ key }) => key === values.week_start)?.name ?? values.week_start;
  if (isReadOnly) {
    return (
      <p>
        The model is {model} where a question names none. Weeks begin on {day}.
      </p>
    );
  }
  return (
    <div className="bar">
      <Labelled text="Model of questions that name none">
        <Choice
          label="Model of questions that name none"
          options={models.map(({ key, name, doc }) => ({ key, name, doc }))}
          chosen={values.attribution_model}
          onChoose={(attribution_model) => put({ attribution_model })}
        />
      </Labelled>
      <Labelled text="Weeks begin on">
        <Choice
          label="Weeks begin on"
          options={DAYS}
          chosen={values.week_start}
          onChoose={(week_start) => put({ week_start })}
        />
      </Labelled>
    </div>
  );
}
