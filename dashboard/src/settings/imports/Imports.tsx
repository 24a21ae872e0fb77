/** Files that are brought in: a new one, and those that were. */

import { Jobs } from '../../imports/Jobs';
import { Upload } from '../../imports/Upload';
import { useKept } from '../asking';
import { Group } from '../parts';
import type { Integration } from '../shapes';

export function Imports() {
  const { data } = useKept<{ integrations: Integration[] }>('integrations');
  const integrations = data?.integrations.map(({ integration_id, name }) => ({ key: integration_id, name }));
  return (
    <>
      <Group title="Import a file" doc="You see what would become of it before anything is written.">
        {integrations && <Upload integrations={integrations} />}
      </Group>
      <Group
        title="What was imported"
        doc="Imports go on when you leave, and when the server is started anew."
      >
        <Jobs />
      </Group>
    </>
  );
}
