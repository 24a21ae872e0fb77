/** Some of many things of the catalogue, found by words, each with its documentation beside it. */

import { type ReactNode, useState } from 'react';
import {
  Autocomplete,
  Button,
  Dialog,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  type Selection,
  useFilter,
} from 'react-aria-components';
import type { Option } from './Choice';
import { Words } from './Words';

interface Props {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChoose: (keys: string[]) => void;
  isSingle?: boolean;
  isEmptyAllowed?: boolean;
  children: ReactNode;
}

export function Picker({
  label,
  options,
  chosen,
  onChoose,
  isSingle = false,
  isEmptyAllowed = false,
  children,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const { contains } = useFilter({ sensitivity: 'base' });
  const choose = (selection: Selection) => {
    const keys = selection === 'all' ? options.map(({ key }) => key) : [...selection].map(String);
    // What was chosen first stays first: the order of columns is the reader's.
    onChoose([...chosen.filter((key) => keys.includes(key)), ...keys.filter((key) => !chosen.includes(key))]);
    if (isSingle) setOpen(false);
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="button">
        {children}
        <span className="after" aria-hidden="true">
          ▾
        </span>
      </Button>
      <Popover className="float" placement="bottom start">
        <Dialog aria-label={label} className="picker">
          <Autocomplete filter={contains}>
            <SearchField aria-label={`Search: ${label}`} autoFocus className="picker-search">
              <Input className="input" placeholder="Search by name or meaning" />
            </SearchField>
            <ListBox
              aria-label={label}
              className="listed sought"
              items={options.map((option) => ({ ...option, id: option.key }))}
              selectionMode={isSingle ? 'single' : 'multiple'}
              selectedKeys={chosen}
              onSelectionChange={choose}
              disallowEmptySelection={!isEmptyAllowed}
              renderEmptyState={() => <p className="quiet picker-empty">Nothing of that name.</p>}
            >
              {(option) => (
                <ListBoxItem
                  className="choice"
                  textValue={`${option.name} ${option.key} ${option.doc ?? ''}`}
                >
                  <span>{option.name}</span>
                  {option.doc && (
                    <span className="doc">
                      <Words text={option.doc} />
                    </span>
                  )}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
