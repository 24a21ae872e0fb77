/** Everything that can be gone to or switched, found by typing. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Autocomplete, Input, Menu, MenuItem, SearchField, useFilter } from 'react-aria-components';
import { meQuery, useModels } from '../api/asking';
import { Sheet } from '../design/Sheet';
import { switchTheme } from '../design/theme';
import { useAccount, useChosen } from '../state/place';
import { DEFAULT_RANGE, RANGES } from '../state/range';
import { readFrame } from '../state/search';
import { PAGES } from './pages';
import { useGo } from './shortcuts';

interface Command {
  id: string;
  name: string;
  keys?: string;
  run: () => void;
}

export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const commands = useCommands(onHelp);
  const { contains } = useFilter({ sensitivity: 'base' });
  const run = (id: string) => {
    onClose();
    commands.find((command) => command.id === id)?.run();
  };
  return (
    <Sheet label="Go to" isOpen onClose={onClose}>
      <Autocomplete filter={contains}>
        <SearchField aria-label="Go to" autoFocus className="picker-search">
          <Input className="input" placeholder="A page, a range, a model, an account" />
        </SearchField>
        <Menu
          aria-label="Commands"
          className="listed sought"
          items={commands}
          onAction={(id) => run(String(id))}
          renderEmptyState={() => <p className="quiet picker-empty">Nothing of that name.</p>}
        >
          {({ id, name, keys }) => (
            <MenuItem id={id} className="choice" textValue={name}>
              <span>
                {name}
                {keys && <kbd>{keys}</kbd>}
              </span>
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </Sheet>
  );
}

function useCommands(onHelp: () => void): Command[] {
  const { account_id } = useAccount();
  const { data: models = [] } = useModels(account_id);
  const { data: me } = useQuery(meQuery);
  const [, choose] = useChosen(readFrame);
  const navigate = useNavigate();
  const go = useGo();
  const others = me?.accounts.filter((account) => account.account_id !== account_id) ?? [];
  return [
    ...PAGES.map((page) => ({ id: page.to, name: page.name, keys: `g ${page.key}`, run: () => go(page) })),
    ...RANGES.map(({ key, name }) => ({
      id: `range ${key}`,
      name: `Days: ${name}`,
      run: () => choose({ range: key === DEFAULT_RANGE ? undefined : key }),
    })),
    ...models.map(({ key, name, is_own_default }) => ({
      id: `model ${key}`,
      name: `Model: ${name}`,
      run: () => choose({ model: is_own_default ? undefined : key }),
    })),
    ...others.map(({ account_id: account, name }) => ({
      id: `account ${account}`,
      name: `Account: ${name}`,
      run: () => void navigate({ to: '/$account/overview', params: { account } }),
    })),
    {
      id: 'accounts',
      name: 'All accounts',
      run: () => void navigate({ to: '/$account/accounts', params: { account: account_id } }),
    },
    { id: 'theme', name: 'Light or dark', keys: 't', run: switchTheme },
    { id: 'help', name: 'Keyboard', keys: '?', run: onHelp },
    { id: 'api', name: 'Documentation of the API', run: () => window.open('/docs', '_blank', 'noopener') },
  ];
}
