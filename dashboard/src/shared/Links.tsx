/** The links that show reports of this account to others, and a way to end each. */

import { FaultNotice } from '../design/Notice';
import { readInstant } from '../formats/figures';
import { type SavedReport, type ShareLink, useChange, useShares } from '../saved/asking';
import { Confirm } from '../saved/Confirm';
import { useAccount, useMay } from '../state/place';

export function Links({ reports }: { reports: readonly SavedReport[] }) {
  const { account_id } = useAccount();
  const { manage } = useMay();
  const { data, error, refetch } = useShares(account_id, manage);
  const links = (data ?? []).filter(({ revoked_at }) => revoked_at === null);
  if (!manage || (links.length === 0 && !error)) return null;
  return (
    <section className="block">
      <h2>Share links</h2>
      {error && <FaultNotice error={error} onRetry={() => void refetch()} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-frame" tabIndex={0} aria-label="Share links">
        <table className="table report kept">
          <thead>
            <tr>
              <th scope="col" className="first">
                Title
              </th>
              <th scope="col">Shows</th>
              <th scope="col">Works until</th>
              <th scope="col">Last used</th>
              <th scope="col">
                <span className="unseen">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <Row key={link.share_id} link={link} reports={reports} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ link, reports }: { link: ShareLink; reports: readonly SavedReport[] }) {
  const { account_id, timezone } = useAccount();
  const change = useChange(account_id, 'shares');
  const shown = reports.find(({ id }) => id === link.report_id);
  const isOver = link.expires_at !== null && Date.parse(link.expires_at) <= Date.now();
  return (
    <tr className={isOver ? 'nothing' : undefined}>
      <th scope="row" className="first">
        <span title={link.title}>{link.title}</span>
        {link.has_password && <span className="quiet"> with a password</span>}
      </th>
      <td>{link.report_id ? `“${shown?.name ?? 'a report that is gone'}”` : 'What was asked then'}</td>
      <td>{link.expires_at ? readInstant(link.expires_at, timezone) : 'it is revoked'}</td>
      <td className="quiet">{link.last_used_at ? readInstant(link.last_used_at, timezone) : 'never'}</td>
      <td className="kept-acts">
        <Confirm
          say="Revoke"
          of={link.title}
          title={`Revoke “${link.title}”?`}
          error={change.error}
          isBusy={change.isPending}
          onConfirm={() => change.mutate({ method: 'DELETE', id: link.share_id })}
        >
          <p>Whoever opens the link from now on sees nothing, for good.</p>
        </Confirm>
      </td>
    </tr>
  );
}
