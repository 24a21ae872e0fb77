/** Who may see and change the account: invited by a link, in a role, out again. */

import { useState } from 'react';
import { FaultNotice } from '../../design/Notice';
import { useKept } from '../asking';
import { Once } from '../Once';
import { Group, Loading } from '../parts';
import type { Member } from '../shapes';
import { Invite } from './Invite';
import { MemberRow } from './MemberRow';

/** A link that was made, and for whom. */
export interface Made {
  email: string;
  token: string | null;
}

export function Members() {
  const { data, error, refetch } = useKept<{ members: Member[] }>('members');
  const [made, setMade] = useState<Made | null>(null);
  if (!data) return error ? <FaultNotice error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <>
      {made && <Link made={made} onDone={() => setMade(null)} />}
      <Group title="Who is in" doc="Nobody gives or takes a role above the own, and the last owner stays.">
        <ul className="rows">
          {data.members.map((member) => (
            <MemberRow key={member.user_id} member={member} onLink={setMade} />
          ))}
        </ul>
      </Group>
      <Invite onMade={setMade} />
    </>
  );
}

function Link({ made: { email, token }, onDone }: { made: Made; onDone: () => void }) {
  if (!token) {
    return (
      <p role="status">{email} has a password here already, and is in at once. There is no link to send.</p>
    );
  }
  return (
    <Once
      title={`A link for ${email}`}
      secret={`${window.location.origin}/app/password?token=${token}`}
      label="Copy the link"
      onDone={onDone}
    >
      <p>Send it yourself: whoever opens it sets the password. It works once, and is shown only now.</p>
    </Once>
  );
}
