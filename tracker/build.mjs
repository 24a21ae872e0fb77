/**
 * Builds the one file that pages load.
 * In: src/main.ts. Out: ../src/headwater/web/static/seg.js, one function applied to the server's options, which are
 * empty here: the file ends in `({});`, and the server may write an account's options between these brackets.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const TARGET = 'es2015'; // the oldest browsers that can still open today's https sites
const EMPTY_OPTIONS = '({});';
const folder = fileURLToPath(new URL('../src/headwater/web/static/', import.meta.url));

const bundled = await build({
  entryPoints: [fileURLToPath(new URL('src/main.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  target: TARGET,
  minifySyntax: true,
  write: false,
});
const wrapped = `((served)=>{${bundled.outputFiles[0].text}})({});`;
const { code } = await transform(wrapped, {
  minify: true,
  target: TARGET,
  charset: 'ascii',
  legalComments: 'none',
});
const script = code.trimEnd();
if (!script.endsWith(EMPTY_OPTIONS)) throw new Error(`the script must end in ${EMPTY_OPTIONS}`);

await mkdir(folder, { recursive: true });
await writeFile(`${folder}seg.js`, script);
process.stdout.write(`seg.js: ${script.length} bytes, ${gzipSync(script, { level: 9 }).length} gzipped\n`);
