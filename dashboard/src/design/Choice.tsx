/** One of several named things, each with a line that says what it means. */

import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { Words } from './Words';

export interface Option {
  key: string;
  name: string;
  doc?: string;
}

interface Props {
  label: string;
  options: readonly Option[];
  chosen: string | null;
  onChoose: (key: string) => void;
  before?: string;
}

export function Choice({ label, options, chosen, onChoose, before }: Props) {
  return (
    <Select
      aria-label={label}
      value={chosen}
      onChange={(key) => key !== null && onChoose(String(key))}
      className="choice-of"
    >
      <Button className="button">
        {before && <span className="quiet">{before}</span>}
        <SelectValue>{({ selectedText }) => selectedText ?? label}</SelectValue>
        <span className="after" aria-hidden="true">
          ▾
        </span>
      </Button>
      <Popover className="float">
        <ListBox className="listed choices" items={options.map((option) => ({ ...option, id: option.key }))}>
          {(option) => (
            <ListBoxItem className="choice" textValue={option.name}>
              <span>{option.name}</span>
              {option.doc && (
                <span className="doc">
                  <Words text={option.doc} />
                </span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
