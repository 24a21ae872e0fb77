/** What can be done with a person, under a menu; each says first what it will change. Viewers see no menu. */

import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Person } from '../api/shapes';
import { FaultNotice } from '../design/Notice';
import { useAccount } from '../state/place';
import { exportPerson } from './asking';
import { Erase } from './Erase';
import { Merge } from './Merge';
import { Split } from './Split';

export const MANAGING = ['admin', 'owner'];

type Deed = 'merge' | 'split' | 'erase';

const DEEDS = [
  { id: 'merge', name: 'Merge with another person', doc: 'Two people turn out to be one.' },
  { id: 'split', name: 'Split', doc: 'A contact, address or browser is somebody else’s.' },
  { id: 'export', name: 'Export', doc: 'Everything that is held about this person, as one file.' },
  { id: 'erase', name: 'Erase', doc: 'Remove this person from every store, for good.' },
] as const;

export function Deeds({ person }: { person: Person }) {
  const { account_id, role } = useAccount();
  const [open, setOpen] = useState<Deed | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (!MANAGING.includes(role)) return null;
  const act = (id: (typeof DEEDS)[number]['id']) => {
    if (id !== 'export') setOpen(id);
    else void download(account_id, person.person_id).then(() => setError(null), setError);
  };
  const close = () => setOpen(null);
  return (
    <div className="deeds">
      <MenuTrigger>
        <Button className="button">
          Manage
          <span className="after" aria-hidden="true">
            ▾
          </span>
        </Button>
        <Popover className="float" placement="bottom start">
          <Menu className="listed choices" aria-label="Manage this person">
            {DEEDS.map(({ id, name, doc }) => (
              <MenuItem key={id} className="choice" textValue={name} onAction={() => act(id)}>
                <span>{name}</span>
                <span className="doc">{doc}</span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {error !== null && <FaultNotice error={error} />}
      {open === 'merge' && <Merge person={person} onClose={close} />}
      {open === 'split' && <Split person={person} onClose={close} />}
      {open === 'erase' && <Erase person={person} onClose={close} />}
    </div>
  );
}

async function download(account: string, person: string): Promise<void> {
  const told = await exportPerson(account, person);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 2)], { type: 'application/json' }));
  link.download = `person-${person}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
