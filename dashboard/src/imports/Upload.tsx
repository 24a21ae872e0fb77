/** A CSV file, from choosing it to importing it: tried first, columns mapped, faults shown before anything is written. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { request } from '../api/request';
import { Choice, type Option } from '../design/Choice';
import { Labelled } from '../design/Labelled';
import { FaultNotice } from '../design/Notice';
import { useAccount } from '../state/place';
import { ENTITIES } from './entities';
import { Mapping } from './Mapping';
import type { Said } from './mapping';
import type { Job } from './shapes';
import { type Asked, formOf, useDryRun } from './trying';
import '../design/forms.css';
import './imports.css';

interface Props {
  /** The integrations that the file may be of. */
  integrations: readonly Option[];
  /** What the file holds, where that is known already. */
  entity?: string;
  /** The import has begun, or is done already where it is small. */
  onStarted?: (job: Job) => void;
}

export function Upload({ integrations, entity: known, onStarted }: Props) {
  const [integration, setIntegration] = useState(integrations[0]?.key ?? '');
  const [entity, setEntity] = useState(known ?? 'contact');
  const [file, setFile] = useState<File | null>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => setFile(event.currentTarget.files?.[0] ?? null);
  return (
    <div className="upload">
      <div className="bar">
        {!known && (
          <Labelled text="The file holds">
            <Choice label="What the file holds" options={ENTITIES} chosen={entity} onChoose={setEntity} />
          </Labelled>
        )}
        {integrations.length > 1 && (
          <Labelled text="of">
            <Choice
              label="Integration"
              options={integrations}
              chosen={integration}
              onChoose={setIntegration}
            />
          </Labelled>
        )}
      </div>
      <label className="field upload-file">
        <span>CSV file</span>
        <input type="file" accept=".csv,.tsv,.txt,.gz,text/csv" onChange={choose} />
        <span className="quiet small">Any usual encoding and delimiter; packed with gzip, too.</span>
      </label>
      {file && (
        <Tried
          key={`${file.name} ${file.size} ${file.lastModified} ${entity} ${integration}`}
          asked={{ file, entity, integration }}
          onStarted={onStarted}
        />
      )}
    </div>
  );
}

interface TriedProps {
  asked: Pick<Asked, 'file' | 'entity' | 'integration'>;
  onStarted: Props['onStarted'];
}

/** What the file would be read as, and the step that imports it. */
function Tried({ asked, onStarted }: TriedProps) {
  const [map, setMap] = useState<Said>({});
  const [delimiter, setDelimiter] = useState('');
  const [keepsOthers, setKeepsOthers] = useState(false);
  const full: Asked = { ...asked, map, delimiter, keepsOthers };
  const tried = useDryRun(full);
  const run = useImport(full, onStarted);
  if (tried.error && !tried.data)
    return <FaultNotice error={tried.error} onRetry={() => void tried.refetch()} />;
  if (run.data) return <Started job={run.data} />;
  if (!tried.data) return <p className="quiet">Looking at the file …</p>;
  return (
    <>
      <Mapping
        tried={tried.data}
        map={map}
        onMap={setMap}
        delimiter={delimiter}
        onDelimiter={setDelimiter}
        keepsOthers={keepsOthers}
        onKeepOthers={asked.entity === 'contact' ? setKeepsOthers : undefined}
      />
      {run.error && <FaultNotice error={run.error} onRetry={() => run.mutate()} />}
      <button
        type="button"
        className="button main"
        onClick={() => run.mutate()}
        disabled={run.isPending || tried.isFetching}
      >
        {run.isPending ? 'Sending …' : 'Import the file'}
      </button>
    </>
  );
}

function useImport(asked: Asked, onStarted: Props['onStarted']) {
  const { account_id } = useAccount();
  const client = useQueryClient();
  // One id for each file that was chosen: sent twice, it is imported once.
  const [id] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: async () => {
      const body = formOf(asked, asked.file, { job: id });
      const path = `/api/v1/${account_id}/${asked.integration}/csv/${asked.entity}`;
      return (await request<{ job: Job }>(path, { method: 'POST', body })).job;
    },
    onSuccess: async (job) => {
      onStarted?.(job);
      await client.invalidateQueries({ queryKey: ['jobs', account_id] });
    },
  });
}

function Started({ job }: { job: Job }) {
  return (
    <p role="status">
      {job.name} is being imported. You may leave this page: it goes on, and you find it again among the
      imports.
    </p>
  );
}
