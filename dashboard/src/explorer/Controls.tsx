/** What the report is divided by, which metrics it shows, and which models stand beside the chosen one. */

import { useDimensions, useMetrics, useModels } from '../api/asking';
import { Picker } from '../design/Picker';
import { useAccount, useChosen } from '../state/place';
import { readExplorer } from '../state/search';
import type { Chosen } from './question';

export function Controls({ chosen }: { chosen: Chosen }) {
  const { account_id } = useAccount();
  const { data: dimensions = [] } = useDimensions(account_id, chosen.report);
  const { data: metrics = [] } = useMetrics(account_id, chosen.report);
  const { data: models = [] } = useModels(account_id);
  const [, choose] = useChosen(readExplorer);
  const [model, ...beside] = chosen.models;
  return (
    <>
      <Picker
        label="Divided by"
        options={dimensions}
        chosen={[chosen.by]}
        isSingle
        // What is open or sorted belongs to the rows that were there.
        onChoose={([by]) => choose({ by, open: undefined, sort: undefined })}
      >
        <span className="quiet">By</span> {dimensions.find(({ key }) => key === chosen.by)?.name ?? chosen.by}
      </Picker>
      <Picker
        label="Metrics"
        options={metrics}
        chosen={chosen.metrics}
        onChoose={(keys) => choose({ metrics: keys, sort: undefined })}
      >
        <span className="quiet">Metrics</span> {chosen.metrics.length}
      </Picker>
      <Picker
        label="Models side by side"
        options={models.filter(({ key }) => key !== model)}
        chosen={beside}
        isEmptyAllowed
        onChoose={(keys) => choose({ beside: keys.length > 0 ? keys : undefined, sort: undefined })}
      >
        {beside.length > 0 ? `${beside.length + 1} models` : 'Compare models'}
      </Picker>
    </>
  );
}
