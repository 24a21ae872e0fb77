/** Taking everything away, and deleting for good. */

import { useState } from 'react';
import { Choice } from '../../design/Choice';
import { Copy } from '../../design/Copy';
import { Labelled } from '../../design/Labelled';
import { FaultNotice } from '../../design/Notice';
import { useAccount } from '../../state/place';
import { useKept } from '../asking';
import { Group, Loading } from '../parts';
import type { Integration } from '../shapes';

const FORMATS = [
  { key: 'csv', name: 'CSV', doc: 'For spreadsheets; what imports take, too' },
  { key: 'ndjson', name: 'Lines of JSON', doc: 'What bulk import takes, with nothing lost' },
  { key: 'parquet', name: 'Parquet', doc: 'For DuckDB, pandas and warehouses' },
];

const EXPORTS = [
  { path: 'contact', name: 'Contacts', doc: 'with tags, lists and custom fields' },
  { path: 'invoice', name: 'Orders', doc: 'with their items' },
  { path: 'subscription', name: 'Subscriptions', doc: 'each version of their terms' },
  { path: 'product', name: 'Products', doc: 'with their ids' },
  { path: 'event', name: 'Events', doc: 'that servers told of' },
  { path: 'ad/performance', name: 'Ad spend', doc: 'by day' },
  { path: 'adcampaign', name: 'Ad campaigns', doc: 'with their ids' },
  { path: 'adset', name: 'Ad sets', doc: 'with their ids' },
  { path: 'ad', name: 'Ads', doc: 'with their ids' },
  { path: 'identify', name: 'Identifications', doc: 'who visitors said they were' },
  { path: 'pageview', name: 'Page views', doc: 'of the whole account' },
];

const SCRUB = 'headwater scrub --data ./data';

export function Data() {
  const { data, error, refetch } = useKept<{ integrations: Integration[] }>('integrations');
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <>
      <Exports integrations={data.integrations} />
      <Group
        title="Delete one person"
        doc="Open the person under People: everything that is held about them can be taken away, or erased from every store, for good."
      >
        <p>Orders stay, without a name, so that no total changes, unless they are to be erased, too.</p>
      </Group>
      <Group
        title="Leave no trace on the disk"
        doc="Databases write over what was deleted only in time. This writes all files of the server anew, while it works. It is for whoever runs the server, on its own machine."
      >
        <pre className="code snippet">{SCRUB}</pre>
        <Copy text={SCRUB} label="Copy the command" />
      </Group>
    </>
  );
}

function Exports({ integrations }: { integrations: Integration[] }) {
  const { account_id } = useAccount();
  const [format, setFormat] = useState('csv');
  const [integration, setIntegration] = useState(integrations[0]?.integration_id ?? '');
  return (
    <Group
      title="Take everything away"
      doc="Imported into an empty account, lines of JSON give the same reports, attribution included."
    >
      <div className="bar">
        <Labelled text="As">
          <Choice label="Format" options={FORMATS} chosen={format} onChoose={setFormat} />
        </Labelled>
        {integrations.length > 1 && (
          <Labelled text="of">
            <Choice
              label="Integration"
              options={integrations.map(({ integration_id, name }) => ({ key: integration_id, name }))}
              chosen={integration}
              onChoose={setIntegration}
            />
          </Labelled>
        )}
      </div>
      <ul className="rows">
        {EXPORTS.map(({ path, name, doc }) => (
          <li key={path}>
            <div className="row-main">
              <span>
                {name} <span className="quiet">{doc}</span>
              </span>
            </div>
            <a
              className="button"
              href={`/api/v1/${account_id}/${integration}/export/${path}?format=${format}`}
              download
              aria-label={`Download ${name}`}
            >
              Download
            </a>
          </li>
        ))}
      </ul>
    </Group>
  );
}
