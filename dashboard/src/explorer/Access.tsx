/** What is on the screen, to take along: as CSV, or as the request that the API answers in the same way. */

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { requestFile } from '../api/request';
import type { Question } from '../api/shapes';
import { Copy } from '../design/Copy';
import { FaultNotice } from '../design/Notice';
import { Sheet } from '../design/Sheet';
import { Save, titleOf } from '../saved/Save';
import { Share } from '../shared/Share';
import { useAccount } from '../state/place';
import { curlOf } from './question';

const FORMATS = [
  { key: 'csv', name: 'CSV' },
  { key: 'ndjson', name: 'Lines of JSON' },
  { key: 'parquet', name: 'Parquet' },
  { key: 'arrow', name: 'Arrow' },
] as const;
type Format = (typeof FORMATS)[number]['key'];

export function Access({ question }: { question: Question }) {
  const { account_id } = useAccount();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (format: Format) => saveAs(account_id, question, format),
    onError: () => setOpen(true),
  });
  const curl = curlOf(window.location.origin, account_id, 'query', question);
  return (
    <>
      <span className="push" />
      <Save question={question} />
      <Share what={{ question }} title={titleOf(question)} />
      <button
        type="button"
        className="button plain"
        onClick={() => save.mutate('csv')}
        disabled={save.isPending}
      >
        Save as CSV
      </button>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        Access from API
      </button>
      <Sheet label="Access from API" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="help">
          {save.error && <FaultNotice error={save.error} onRetry={() => save.mutate('csv')} />}
          <h2>Access from API</h2>
          <p className="quiet">
            The same question as a request. Put a key with the scope <code>report</code> in place of{' '}
            <code>YOUR_KEY</code>. <a href="/docs">All of the API</a>
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="code" tabIndex={0}>
            {curl}
          </pre>
          <Copy text={curl} label="Copy" />
          <h2>As a file</h2>
          <p className="quiet">All rows, not only those that are shown.</p>
          <div className="bar">
            {FORMATS.map(({ key, name }) => (
              <button
                key={key}
                type="button"
                className="button"
                onClick={() => save.mutate(key)}
                disabled={save.isPending}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      </Sheet>
    </>
  );
}

/** All rows, not only those that are shown. */
async function saveAs(account: string, question: Question, format: Format): Promise<void> {
  const { limit: _, ...options } = question.options ?? {};
  const { compare: __, ...rest } = question;
  const body = { ...rest, options: { ...options, format } };
  const file = await requestFile(`/v2/${account}/data/query`, { method: 'POST', body });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${question.type}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
