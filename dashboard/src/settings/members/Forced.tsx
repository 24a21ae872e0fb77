/** Conditions that every question of a member gets, whatever they ask. */

import type { Condition } from '../../api/shapes';
import { ReportConditions } from '../../conditions/ReportConditions';
import type { Member } from '../shapes';

interface Props {
  member: Member;
  onPut: (filters: Condition[]) => void;
}

export function Forced({ member, onPut }: Props) {
  return (
    <div className="labelled">
      <span className="quiet">
        {member.filters.length > 0 ? 'Sees only where' : 'Sees all of the account.'}
      </span>
      <ReportConditions
        report="revenue"
        label={`What ${member.email} sees`}
        add="Show only a part"
        conditions={member.filters}
        onChange={onPut}
      />
    </div>
  );
}
