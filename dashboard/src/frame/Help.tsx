/** Which keys do what. */

import { Heading } from 'react-aria-components';
import { Sheet } from '../design/Sheet';
import { PAGES } from './pages';

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Sheet label="Keyboard" isOpen onClose={onClose}>
      <div className="help">
        <Heading slot="title">Keyboard</Heading>
        <dl>
          <Row keys={['Ctrl', 'K']} does="Search pages and models" />
          <Row keys={['?']} does="This list" />
          <Row keys={['t']} does="Light, dark, or as the system is" />
          {PAGES.map(({ key, name }) => (
            <Row key={key} keys={['g', key]} does={`Go to ${name}`} />
          ))}
          <Row keys={['Esc']} does="Close what lies on top" />
        </dl>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Sheet>
  );
}

function Row({ keys, does }: { keys: string[]; does: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
