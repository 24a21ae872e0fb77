/** Which column of a file is which field, as somebody changes it; and the part of a file that is tried first. */

/** What somebody said of columns, by name; "" for one to leave out. */
export type Said = Readonly<Record<string, string>>;

/**
 * The mapping with another field for a column. No two columns are the same field: the one that was it before is left
 * out, whether it was said or found out.
 */
export function said(
  before: Said,
  found: Readonly<Record<string, string | null>>,
  column: string,
  field: string,
): Said {
  const now = { ...found, ...before };
  const taken = field === '' ? [] : Object.keys(now).filter((name) => name !== column && now[name] === field);
  return { ...before, ...Object.fromEntries(taken.map((name) => [name, ''])), [column]: field };
}

/** How much of a large file is looked at before it is imported. */
export const TRIED_BYTES = 2 ** 20;
const LINE_END = 10;

/** The first whole lines of a file; all of it where it is small, packed, or spelled in two bytes a character. */
export async function firstLines(file: Blob): Promise<Blob> {
  if (file.size <= TRIED_BYTES) return file;
  const bytes = new Uint8Array(await file.slice(0, TRIED_BYTES).arrayBuffer());
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const end = bytes.lastIndexOf(LINE_END);
  return isPacked || bytes.includes(0) || end < 0 ? file : file.slice(0, end + 1);
}
