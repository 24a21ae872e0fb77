/**
 * Builds the one file that pages load.
 * In: src/main.ts. Out: ../src/headwater/web/static/seg.js, one function applied to the server's options, which are
 * empty here: the file ends in `({});`, and the server may write an account's options between these brackets.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';

const EDITION = 2015; // the oldest browsers that can still open today's https sites
const EMPTY_OPTIONS = '({});';
const folder = fileURLToPath(new URL('../src/headwater/web/static/', import.meta.url));

const bundled = await build({
  entryPoints: [fileURLToPath(new URL('src/main.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  target: `es${EDITION}`,
  minifySyntax: true,
  write: false,
});
const wrapped = `((served)=>{${bundled.outputFiles[0].text}})(OPTIONS);`; // unknown, so that nothing is made of them
// It finds 70 bytes more than the bundler does by itself.
const { code } = await minify(wrapped, {
  ecma: EDITION,
  toplevel: true,
  compress: { passes: 3, unsafe: true, unsafe_arrows: true, unsafe_methods: true },
  format: { ascii_only: true, comments: false },
});
const script = code.replace(/\(OPTIONS\);?$/, EMPTY_OPTIONS);
if (!script.endsWith(EMPTY_OPTIONS)) throw new Error(`the script must end in ${EMPTY_OPTIONS}`);

await mkdir(folder, { recursive: true });
await writeFile(`${folder}seg.js`, script);
process.stdout.write(`seg.js: ${script.length} bytes, ${gzipSync(script, { level: 9 }).length} gzipped\n`);
