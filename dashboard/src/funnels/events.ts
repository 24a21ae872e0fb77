/** What a step of a funnel can be, as the catalogue lists it. Pure. */

import type { Field } from '../conditions/shape';

export interface EventRow {
  /** None, of the row that stands for all events of the account's own. */
  key: string;
  name: string;
  doc: string;
  fields: readonly Field[];
}

/** The kind of an event; any name that is not listed is that of an event of the account's own. */
export function kindOf(event: string, events: readonly EventRow[]): EventRow {
  const own = events.find(({ key }) => key === '');
  return (
    events.find(({ key }) => key === event) ?? {
      name: event,
      key: '',
      doc: own?.doc ?? '',
      fields: own?.fields ?? [],
    }
  );
}
