/** Which people, orders and touches of a report are in. */

import { useMemo } from 'react';
import { useFilters } from '../api/asking';
import type { Condition, FieldRow, ReportType } from '../api/shapes';
import { useAccount } from '../state/place';
import { Conditions } from './Conditions';
import type { Field } from './shape';

/** These cannot be asked for the values of a field alone. */
const MUTE: readonly ReportType[] = ['funnel', 'cohorts'];

interface Props {
  report: ReportType;
  first?: string;
  label?: string;
  add?: string;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}

export function ReportConditions({
  report,
  first = 'clicks.channel',
  label = 'Filters',
  add = 'Filter',
  conditions,
  onChange,
}: Props) {
  const { account_id } = useAccount();
  const { data } = useFilters(account_id, report);
  const fields = useMemo(() => (data?.fields ?? []).map((row) => fieldOf(row, report)), [data, report]);
  return (
    <Conditions
      label={label}
      add={add}
      fields={fields}
      operators={data?.operators ?? []}
      first={first}
      conditions={conditions}
      onChange={onChange}
    />
  );
}

/** A dimension with the report that knows its values: this one, or another that has it. */
function fieldOf(row: FieldRow, report: ReportType): Field {
  const speaking = [report, 'leads', ...row.reports].filter(
    (key): key is ReportType => row.reports.includes(key as ReportType) && !MUTE.includes(key as ReportType),
  );
  const known = row.type === 'STRING' && speaking[0] ? { report: speaking[0], dimension: row.key } : null;
  return { ...row, known };
}
