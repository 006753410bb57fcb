import { chmodSync, existsSync } from 'node:fs';
import { defineConfig } from 'vite';

/** npm nests a copy of these under each package of kit's, twenty and more: one is enough, kit's own. */
const OF_KIT = ['errors', 'codecs-core', 'codecs-numbers', 'codecs-strings', 'codecs-data-structures'].map((name) => [name, `${import.meta.dirname}/node_modules/@solana/kit/node_modules/@solana/${name}`] as const);

// The command line and the local network as files that Node runs as they are.
export default defineConfig({
  publicDir: false,
  // `npm link` makes it executable once, and every build writes it anew
  plugins: [{ name: 'executable', writeBundle: () => chmodSync('dist/cli/coop.mjs', 0o755) }],
  resolve: { alias: OF_KIT.filter(([, path]) => existsSync(path)).map(([name, replacement]) => ({ find: `@solana/${name}`, replacement })) },
  ssr: { noExternal: true, external: ['@solana/surfpool-linux-x64-gnu', 'vite'] },
  // not "production", which would drop the texts of kit's errors
  define: { 'process.env.NODE_ENV': '"development"' },
  build: {
    ssr: true, target: 'node20', outDir: 'dist/cli', emptyOutDir: true, minify: true,
    rollupOptions: { input: { coop: 'src/cli/coop.ts', up: 'src/local/up.ts' }, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
  },
});
