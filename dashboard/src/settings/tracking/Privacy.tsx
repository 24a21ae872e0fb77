/** What may be kept of visitors, each choice with what it costs. */

import { Check, Described, Group, type Sentence, Sentences } from '../parts';
import type { PolicyProps } from './Domains';
import type { Typed } from './Tracking';

type WordName = 'visitors' | 'consent' | 'ip' | 'gpc' | 'dnt' | 'identify';

interface Choice {
  name: WordName;
  label: string;
  sentences: readonly Sentence[];
}

const CHOICES: readonly Choice[] = [
  {
    name: 'visitors',
    label: 'How a visitor is known again',
    sentences: [
      { key: 'cookie', text: 'By a random number in a cookie of your own site, for a year.' },
      {
        key: 'cookieless',
        text: 'By nothing in the browser: everybody is a new visitor every day.',
        doc: 'Orders are credited to the visits of the day on which somebody gave an address; first-touch reports suffer most.',
      },
    ],
  },
  {
    name: 'consent',
    label: 'Consent',
    sentences: [
      { key: 'assumed', text: 'Visits count from the first page on.' },
      {
        key: 'required',
        text: 'Nothing is stored or sent before the page says that consent is given.',
        doc: 'Your consent banner says so with _segq.push(["consent", "granted"]). The landing page counts then, too.',
      },
    ],
  },
  {
    name: 'ip',
    label: 'Addresses of visitors',
    sentences: [
      { key: 'truncated', text: 'Are stored without their last part.' },
      { key: 'none', text: 'Are not stored. The country is still told from them.' },
      { key: 'full', text: 'Are stored in full.' },
    ],
  },
  {
    name: 'gpc',
    label: 'Browsers with Global Privacy Control',
    sentences: [
      { key: 'obey', text: 'Are not counted, as they ask.' },
      { key: 'ignore', text: 'Are counted like others.' },
    ],
  },
  {
    name: 'dnt',
    label: 'Browsers with Do Not Track',
    sentences: [
      { key: 'ignore', text: 'Are counted like others.' },
      { key: 'obey', text: 'Are not counted, as they ask.' },
    ],
  },
  {
    name: 'identify',
    label: 'When a page says who the visitor is',
    sentences: [
      { key: 'at once', text: 'It counts at once.' },
      {
        key: 'confirmed',
        text: 'It counts only if that person opted in at that time, or if your server says so with a key.',
        doc: 'Nobody can then pretend to be one of your customers.',
      },
    ],
  },
];

export function Privacy({ values, put }: PolicyProps) {
  return (
    <Group title="Privacy" doc="What the law asks of you depends on where you and your visitors are.">
      {CHOICES.map(({ name, label, sentences }) => (
        <Sentences
          key={name}
          label={label}
          sentences={sentences}
          chosen={values[name]}
          onChoose={(key) => put({ [name]: key } as Partial<Typed>)}
        />
      ))}
      <Check
        text="A form with an e-mail address says who the visitor is."
        isOn={values.identify_by_forms}
        onChange={(isOn) => put({ identify_by_forms: isOn })}
      />
      <Check
        text="A link with ?seg_email= says who the visitor is, as newsletters can send it."
        isOn={values.identify_by_links}
        onChange={(isOn) => put({ identify_by_links: isOn })}
      />
      <Retention values={values} put={put} />
    </Group>
  );
}

function Retention({ values, put }: PolicyProps) {
  const days = values.retention_days;
  return (
    <Described
      label="Days for which page views are kept"
      doc="Empty: for good. Older ones are deleted every day, and reports of those days lose their touches."
    >
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="number"
          min={1}
          value={days ?? ''}
          placeholder="kept for good"
          onChange={({ currentTarget: { value } }) =>
            put({ retention_days: value === '' ? null : Number(value) })
          }
        />
      )}
    </Described>
  );
}
