/** Somebody new: an address, and what they may. */

import { type FormEvent, useState } from 'react';
import { Field } from '../../signin/Field';
import { useAccount } from '../../state/place';
import { useChange } from '../asking';
import { Check, Group, Refusal, Sentences } from '../parts';
import type { Member } from '../shapes';
import type { Made } from './Members';
import { givenBy } from './roles';

export function Invite({ onMade }: { onMade: (made: Made) => void }) {
  const { role: own } = useAccount();
  const [role, setRole] = useState('viewer');
  const [seesPeople, setSeesPeople] = useState(true);
  const invite = useChange<{ member: Member; token: string | null }>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = String(new FormData(form).get('email'));
    invite.mutate(
      { path: 'members', method: 'POST', body: { email, role, contacts: seesPeople } },
      {
        onSuccess: ({ member, token }) => {
          form.reset();
          window.scrollTo({ top: 0 });
          onMade({ email: member.email, token });
        },
      },
    );
  };
  return (
    <Group
      title="Invite somebody"
      doc="You get a link to send them, with which they set a password. It works once, within seven days."
    >
      <form className="form" onSubmit={submit}>
        <Field label="E-mail address" name="email" type="email" autoComplete="off" />
        <Sentences
          label="What they may"
          sentences={givenBy(own).map(({ key, name, doc }) => ({ key, text: `${name}: ${doc}` }))}
          chosen={role}
          onChoose={setRole}
        />
        {role === 'viewer' && (
          <Check
            text="They see people: names, addresses and what each did."
            isOn={seesPeople}
            onChange={setSeesPeople}
          />
        )}
        <Refusal error={invite.error} />
        <button type="submit" className="button main" disabled={invite.isPending}>
          Make the link
        </button>
      </form>
    </Group>
  );
}
