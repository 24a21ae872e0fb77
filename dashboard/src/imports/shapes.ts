/** The shapes of imports: a job, and what a file would be read as. */

export interface Job {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  entity: string | null;
  name: string;
  size: number;
  progress: number;
  records: number;
  succeeded: number;
  failed: number;
  refused: string | null;
  fault: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface DryRun {
  format: { encoding: string; delimiter: string };
  mapping: Record<string, string | null>;
  fields: { name: string; doc: string; required: boolean }[];
  sample: string[][];
  read: number;
  failed: number;
  faults: { line: number; errors: string[] }[];
}
