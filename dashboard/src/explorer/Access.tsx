/** What is on the screen, to take along: as CSV, or as the request that the API answers in the same way. */

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { requestFile } from '../api/request';
import type { Question } from '../api/shapes';
import { Copy } from '../design/Copy';
import { FaultNotice } from '../design/Notice';
import { Sheet } from '../design/Sheet';
import { useAccount } from '../state/place';
import { curlOf } from './question';

export function Access({ question }: { question: Question }) {
  const { account_id } = useAccount();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({ mutationFn: () => saveCsv(account_id, question), onError: () => setOpen(true) });
  const curl = curlOf(window.location.origin, account_id, 'query', question);
  return (
    <>
      <span className="push" />
      <button type="button" className="button plain" onClick={() => save.mutate()} disabled={save.isPending}>
        Save as CSV
      </button>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        Access from API
      </button>
      <Sheet label="Access from API" isOpen={isOpen} onClose={() => setOpen(false)}>
        <div className="help">
          {save.error && <FaultNotice error={save.error} onRetry={() => save.mutate()} />}
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
        </div>
      </Sheet>
    </>
  );
}

/** All rows, not only those that are shown. */
async function saveCsv(account: string, question: Question): Promise<void> {
  const { limit: _, ...options } = question.options ?? {};
  const { compare: __, ...rest } = question;
  const body = { ...rest, options: { ...options, format: 'csv' } };
  const file = await requestFile(`/v2/${account}/data/query`, { method: 'POST', body });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${question.type}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
