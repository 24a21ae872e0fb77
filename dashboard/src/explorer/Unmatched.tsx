/** What of ads could not be put together: spend that nobody was seen to come by, and clicks that belong to no known ad. */

import { useAnswer } from '../api/asking';
import type { Condition } from '../api/shapes';
import { readFigure } from '../formats/figures';
import { useAccount, useChosen, useReading } from '../state/place';
import { framed, readExplorer } from '../state/search';

/** Clicks that were paid for, by the account's channel rules, and belong to no ad that a platform told of. */
const STRAY: readonly Condition[] = [
  { field: 'clicks.channel', op: 'is', value: 'paid' },
  { field: 'ads.ad_platform', op: 'is_not_set' },
];

export function Unmatched() {
  const { account_id } = useAccount();
  const reading = useReading();
  const [search] = useChosen(readExplorer);
  const { date_range, options, filters } = framed(search, search.filters);
  const spent = useAnswer(account_id, {
    type: 'ads',
    dimensions: ['ads.ad_campaign', 'ads.ad'],
    metrics: ['adSpend', 'leads'],
    date_range,
    ...(filters ? { filters } : {}),
    ...(options ? { options } : {}),
  });
  const stray = useAnswer(account_id, {
    type: 'traffic',
    metrics: ['sessions'],
    date_range,
    filters: [...(filters ?? []), ...STRAY],
  });
  if (!spent.data || !stray.data) return null;
  const [all] = spent.data.totals;
  const idle = spent.data.rows
    .filter(([, , , leads]) => !leads)
    .reduce((sum, [, , spend]) => sum + Number(spend ?? 0), 0);
  const clicks = Number(stray.data.totals[0] ?? 0);
  return (
    <dl className="unmatched">
      <div>
        <dt>Unmatched spend</dt>
        <dd>
          <strong>{readFigure(idle, 'CURRENCY', reading)}</strong>
          {` of ${readFigure(all ?? null, 'CURRENCY', reading)} went to ads that no lead of these days came by.`}
        </dd>
      </div>
      <div>
        <dt>Unmatched clicks</dt>
        <dd>
          <strong>{readFigure(clicks, 'NUMBER', reading)}</strong> paid visits belong to no ad that is known
          here.
          {clicks > 0 &&
            ' Put the id of the ad into its links, or send the ads of that platform, and they are found.'}
        </dd>
      </div>
    </dl>
  );
}
