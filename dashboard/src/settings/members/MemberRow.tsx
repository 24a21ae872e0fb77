/** One member: role, what they see, a new link for a password, and out. */

import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/asking';
import { Choice } from '../../design/Choice';
import { useAccount } from '../../state/place';
import { useChange } from '../asking';
import { Check, Confirm, Refusal } from '../parts';
import type { Member } from '../shapes';
import { Forced } from './Forced';
import type { Made } from './Members';
import { givenBy, isNarrowed, ROLES } from './roles';

interface Props {
  member: Member;
  onLink: (made: Made) => void;
}

export function MemberRow({ member, onLink }: Props) {
  const { role: own } = useAccount();
  const change = useChange();
  const isAbove = !givenBy(own).some(({ key }) => key === member.role);
  const put = (body: Partial<Member>) =>
    change.mutate({ path: `members/${member.user_id}`, method: 'PATCH', body });
  return (
    <li>
      <Who member={member} />
      {isAbove ? (
        <span>{ROLES.find(({ key }) => key === member.role)?.name}</span>
      ) : (
        <>
          <Choice
            label={`Role of ${member.email}`}
            options={givenBy(own)}
            chosen={member.role}
            onChoose={(role) => put({ role: role as Member['role'] })}
          />
          <Acts member={member} onLink={onLink} />
        </>
      )}
      <div className="row-more">
        {member.role === 'viewer' && (
          <Check
            text="Sees people: names, addresses and what each did."
            isOn={member.contacts}
            onChange={(contacts) => put({ contacts })}
          />
        )}
        {isNarrowed(member.role) && <Forced member={member} onPut={(filters) => put({ filters })} />}
        <Refusal error={change.error} />
      </div>
    </li>
  );
}

function Who({ member: { name, email, is_invited, has_totp } }: { member: Member }) {
  const { data: me } = useQuery(meQuery);
  const notes = [
    me?.user?.email === email && 'you',
    is_invited && 'has not opened the link yet',
    has_totp && 'signs in with a code, too',
  ].filter(Boolean);
  return (
    <div className="row-main">
      <strong>{name || email}</strong>
      <span className="quiet small">{[name && email, ...notes].filter(Boolean).join(', ')}</span>
    </div>
  );
}

function Acts({ member, onLink }: Props) {
  const { name } = useAccount();
  const link = useChange<{ token: string }>();
  const remove = useChange();
  const { user_id, email, is_invited } = member;
  const make = () =>
    link.mutate(
      { path: `members/${user_id}/link`, method: 'POST' },
      { onSuccess: ({ token }) => onLink({ email, token }) },
    );
  return (
    <>
      <button type="button" className="button plain" onClick={make} disabled={link.isPending}>
        {is_invited ? 'New invitation link' : 'New password link'}
      </button>
      <Confirm
        button="Remove"
        question={`Remove ${email}?`}
        act="Remove"
        isPending={remove.isPending}
        error={remove.error}
        onAct={() => remove.mutateAsync({ path: `members/${user_id}`, method: 'DELETE' })}
      >
        <p>
          They see nothing of {name} any more, at once. What they saved stays, and so do their other accounts.
        </p>
      </Confirm>
      <Refusal error={link.error} />
    </>
  );
}
