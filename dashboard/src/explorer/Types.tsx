/** Which report is looked into; what the frame has chosen goes along to another one. */

import { useNavigate } from '@tanstack/react-router';
import { useReports } from '../api/asking';
import type { ReportType } from '../api/shapes';
import { Choice } from '../design/Choice';
import { useAccount, useChosen } from '../state/place';
import { carried, readFrame } from '../state/search';

const PAGES: Partial<Record<string, string>> = {
  leads: '/$account/leads',
  revenue: '/$account/revenue',
  ads: '/$account/ads',
  subscriptions: '/$account/subscriptions',
  products: '/$account/products',
  traffic: '/$account/traffic',
};

export function Types({ report }: { report: ReportType }) {
  const { account_id: account } = useAccount();
  const { data: reports = [] } = useReports(account);
  const [search] = useChosen(readFrame);
  const navigate = useNavigate();
  return (
    <Choice
      label="Report"
      options={reports.filter(({ key }) => PAGES[key])}
      chosen={report}
      onChoose={(key) =>
        void navigate({ to: PAGES[key] ?? '/', params: { account }, search: carried(search) })
      }
    />
  );
}
