/** What comes in now, hit by hit, and what was not counted in the last thirty days, by its reason. */

import { EmptyNotice } from '../../design/Notice';
import { readFigure, readInstant } from '../../formats/figures';
import { useAccount, useReading } from '../../state/place';
import { Group } from '../parts';
import type { LastHit, TrackingState } from '../shapes';
import { reasonsOf, wordsOf } from './drops';

const SHOWN = 12;

export function LiveHits({ state }: { state: TrackingState }) {
  const reading = useReading();
  const views = state.page_views.reduce((sum, { page_views }) => sum + page_views, 0);
  const reasons = reasonsOf(state.drops);
  return (
    <>
      <Group
        title="What comes in now"
        doc="The last hits since the server was started, the newest first. They come up within seconds."
      >
        {state.last_hits.length > 0 ? (
          <ol className="hits">
            {state.last_hits.slice(0, SHOWN).map((hit, place) => (
              <Hit key={`${hit.received_at} ${hit.visitor_id} ${place}`} hit={hit} />
            ))}
          </ol>
        ) : (
          <EmptyNotice title="No hit yet">
            <p>Open one of your pages with the snippet in it: it shows here by itself.</p>
          </EmptyNotice>
        )}
      </Group>
      <Group
        title="What was not counted"
        doc={`In the last thirty days ${readFigure(views, 'NUMBER', reading)} page views were counted. Every other hit is here, by its reason.`}
      >
        {reasons.length === 0 && <p>Nothing was left out.</p>}
        <ul className="reasons">
          {reasons.map(({ reason, hits }) => (
            <li key={reason}>
              <span className="count">{readFigure(hits, 'NUMBER', reading)}</span>
              <span>
                {wordsOf(reason)} <code className="quiet">{reason}</code>
              </span>
            </li>
          ))}
        </ul>
      </Group>
    </>
  );
}

function Hit({ hit }: { hit: LastHit }) {
  const page = hit.url ?? 'no page';
  return (
    <li data-dropped={hit.dropped ?? undefined}>
      <Arrived at={hit.received_at} />
      <span className="clip" title={page}>
        {hit.type !== 'page_view' && <strong>{hit.type} </strong>}
        {page}
      </span>
      <Became hit={hit} />
    </li>
  );
}

function Became({ hit: { dropped, channel, source } }: { hit: LastHit }) {
  const text = dropped ? `not counted: ${dropped}` : [channel, source].filter(Boolean).join(', ');
  return (
    <span className="clip quiet" title={dropped ? wordsOf(dropped) : text}>
      {text}
    </span>
  );
}

function Arrived({ at }: { at: string | null }) {
  const { timezone } = useAccount();
  if (!at) return <span />;
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', timeZone: timezone });
  return (
    <time className="quiet" title={readInstant(at, timezone)} dateTime={at}>
      {clock.format(new Date(at))}
    </time>
  );
}
