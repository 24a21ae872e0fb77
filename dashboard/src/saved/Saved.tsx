/** Reports that were saved, to be opened, renamed, shared and deleted; and the links that show some of them to others. */

import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useReports } from '../api/asking';
import { EmptyNotice, FaultNotice } from '../design/Notice';
import { Skeleton } from '../design/Skeleton';
import { readInstant } from '../formats/figures';
import { Links } from '../shared/Links';
import { Share } from '../shared/Share';
import { useAccount, useMay } from '../state/place';
import { type SavedReport, useChange, useSaved } from './asking';
import { Confirm } from './Confirm';
import { Naming } from './Naming';
import { placeOf } from './search';

export function Saved() {
  const { account_id } = useAccount();
  const { data, error, refetch } = useSaved(account_id);
  return (
    <>
      <div className="head">
        <h1>Saved</h1>
        <p className="quiet">
          Reports that somebody of this account saved. Each is asked anew when it is opened.
        </p>
      </div>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <p>
          <Skeleton chars={40} />
        </p>
      )}
      {data?.length === 0 && (
        <EmptyNotice title="Nothing is saved yet">
          <p>Open Leads, Revenue or a funnel, choose what you want to see, and choose “Save” there.</p>
        </EmptyNotice>
      )}
      {data && data.length > 0 && <Table reports={data} />}
      <Links reports={data ?? []} />
    </>
  );
}

function Table({ reports }: { reports: readonly SavedReport[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-frame" tabIndex={0} aria-label="Saved reports">
      <table className="table report kept">
        <thead>
          <tr>
            <th scope="col" className="first">
              Name
            </th>
            <th scope="col">Report</th>
            <th scope="col">Changed</th>
            <th scope="col">
              <span className="unseen">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <Row key={report.id} report={report} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ report }: { report: SavedReport }) {
  const { account_id, timezone } = useAccount();
  const { data: types } = useReports(account_id);
  const may = useMay();
  const { to, search } = placeOf(report.query);
  return (
    <tr>
      <th scope="row" className="first">
        <Link
          to={to}
          params={{ account: account_id }}
          search={{ ...search, saved: report.id }}
          title={report.name}
        >
          {report.name}
        </Link>
      </th>
      <td>{types?.find(({ key }) => key === report.type)?.name ?? report.type}</td>
      <td className="quiet">{readInstant(report.changed_at, timezone)}</td>
      <td className="kept-acts">
        <Share what={{ report_id: report.id }} title={report.name} />
        {may.save && <Rename report={report} />}
        {may.save && <Delete report={report} />}
      </td>
    </tr>
  );
}

function Rename({ report: { id, name, query } }: { report: SavedReport }) {
  const { account_id } = useAccount();
  const change = useChange(account_id, 'reports');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button plain" onClick={() => setOpen(true)}>
        Rename<span className="unseen"> {name}</span>
      </button>
      {isOpen && (
        <Naming
          title="Rename the report"
          name={name}
          say="Rename"
          error={change.error}
          isBusy={change.isPending}
          onName={(changed) =>
            change.mutate(
              { method: 'PUT', id, body: { name: changed, query } },
              { onSuccess: () => setOpen(false) },
            )
          }
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Delete({ report: { id, name } }: { report: SavedReport }) {
  const { account_id } = useAccount();
  const change = useChange(account_id, 'reports');
  return (
    <Confirm
      say="Delete"
      of={name}
      title={`Delete “${name}”?`}
      error={change.error}
      isBusy={change.isPending}
      onConfirm={() => change.mutate({ method: 'DELETE', id })}
    >
      <p>The report is gone for everybody of this account, and links that show it show nothing any more.</p>
      <p className="quiet">No data is deleted.</p>
    </Confirm>
  );
}
