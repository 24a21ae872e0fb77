/** Whose pages are the account's own, who else is the same business, and what is left out. */

import { Described, Group, Lines } from '../parts';
import type { Typed } from './Tracking';

export interface PolicyProps {
  values: Typed;
  put: (changed: Partial<Typed>) => void;
}

type ListName =
  | 'own_domains'
  | 'linked_domains'
  | 'passing_hosts'
  | 'excluded_addresses'
  | 'excluded_parameters';

interface ListField {
  name: ListName;
  label: string;
  doc: string;
  example: string;
}

const DOMAINS: readonly ListField[] = [
  {
    name: 'own_domains',
    label: 'Your domains',
    doc: 'A link from one of these begins no new visit. All their sub-domains count, too.',
    example: 'example.com',
  },
  {
    name: 'linked_domains',
    label: 'Linked domains',
    doc: 'Other domains of the same business: a visitor who goes there by a link stays the same visitor.',
    example: 'shop.example',
  },
  {
    name: 'passing_hosts',
    label: 'Hosts that only send visitors back',
    doc: 'Payment, sign-in and survey pages. Without this, they would take the credit for orders.',
    example: 'checkout.stripe.com',
  },
];

const EXCLUDED: readonly ListField[] = [
  {
    name: 'excluded_addresses',
    label: 'Addresses',
    doc: 'Your office and your agency, as an address or a network.',
    example: '203.0.113.0/24',
  },
  {
    name: 'excluded_parameters',
    label: 'Parameters of pages',
    doc: 'Pages opened with one of these are not counted: a name, or name=value.',
    example: 'preview',
  },
];

export function Domains(props: PolicyProps) {
  return (
    <>
      <Group title="Whose pages these are" doc="One on each line.">
        <Listed fields={DOMAINS} {...props} />
        <TrackingDomain {...props} />
      </Group>
      <Group
        title="Who is left out"
        doc="One on each line. What is left out is counted by its reason above, and nowhere else."
      >
        <Listed fields={EXCLUDED} {...props} />
      </Group>
    </>
  );
}

function Listed({ fields, values, put }: PolicyProps & { fields: readonly ListField[] }) {
  return fields.map(({ name, label, doc, example }) => (
    <Lines
      key={name}
      label={label}
      doc={doc}
      example={example}
      value={values[name]}
      onChange={(value) => put({ [name]: value })}
    />
  ));
}

function TrackingDomain({ values, put }: PolicyProps) {
  return (
    <Described
      label="Where the script comes from"
      doc="A host of your own that leads here, with a path if you like. Blockers leave it alone, and the cookie lasts a year. Empty: this server itself."
    >
      {(ids) => (
        <input
          {...ids}
          className="input"
          value={values.tracking_domain}
          placeholder="www.example.com/stats"
          spellCheck={false}
          onChange={(event) => put({ tracking_domain: event.currentTarget.value })}
        />
      )}
    </Described>
  );
}
