// The package @coop/client: src/client as ESM with types → dist/client, from where `npm pack` makes what is published.
import fs from 'node:fs';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

const OUT = 'dist/client';
const app = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const ofPackage = (id) => /^[^./]/.test(id);

/** Writes one file; what it imports of other packages. */
async function build(input, { output, ...options }) {
  const bundle = await rolldown({
    input,
    treeshake: { moduleSideEffects: false },
    checks: { pluginTimings: false },
    ...options,
  });
  const {
    output: [{ imports, dynamicImports }],
  } = await bundle.write({ dir: OUT, format: 'esm', ...output });
  await bundle.close();
  return [...imports, ...dynamicImports];
}

fs.rmSync(OUT, { recursive: true, force: true });
const index = { index: 'src/client/public.ts' };
// what each thing is for stands in the types
const imported = await build(index, { external: ofPackage, output: { comments: { jsdoc: false } } });
await build(index, { external: ofPackage, plugins: [dts({ emitDtsOnly: true, tsconfig: 'tsconfig.json' })] });
fs.renameSync(`${OUT}/public.d.ts`, `${OUT}/index.d.ts`);
// without the texts of kit's own errors, which are twice as much as all the rest
await build(
  { browser: 'src/client/browser.ts' },
  { platform: 'browser', transform: { define: { 'process.env.NODE_ENV': '"production"' } }, output: { minify: true } },
);
fs.writeFileSync(
  `${OUT}/browser.d.ts`,
  fs.readFileSync('src/client/browser.ts', 'utf8').replace('./public', './index.js'),
);

const { version, license, engines, dependencies } = app;
const packages = [
  ...new Set(
    imported.map((id) =>
      id
        .split('/')
        .slice(0, id.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  ),
].sort();
const unknown = packages.filter((name) => !dependencies[name]);
if (unknown.length > 0) throw new Error(`the client imports ${unknown.join(', ')}, which package.json does not name`);
const entry = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
fs.writeFileSync(
  `${OUT}/package.json`,
  `${JSON.stringify(
    {
      name: '@coop/client',
      version,
      description: 'Reads co-ops on Solana, and acts on them',
      license,
      type: 'module',
      sideEffects: false,
      engines,
      exports: { '.': entry('index'), './browser': entry('browser'), './package.json': './package.json' },
      types: './index.d.ts',
      files: ['*.js', '*.d.ts'],
      dependencies: Object.fromEntries(packages.map((name) => [name, `^${dependencies[name]}`])),
    },
    null,
    2,
  )}\n`,
);
fs.copyFileSync('src/client/README.md', `${OUT}/README.md`);
fs.copyFileSync('../LICENSE', `${OUT}/LICENSE`);
