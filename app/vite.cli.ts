import { chmodSync } from 'node:fs';
import { defineConfig } from 'vite';

// Builds the command line and the local network into files that Node runs directly.
export default defineConfig({
  publicDir: false,
  // every build writes the file again, and so drops the executable bit that `npm link` sets once
  plugins: [{ name: 'executable', writeBundle: () => chmodSync('dist/cli/coop.mjs', 0o755) }],
  ssr: { noExternal: true, external: ['@solana/surfpool-linux-x64-gnu', 'vite'] },
  // not "production", which would drop the messages of kit's errors
  define: { 'process.env.NODE_ENV': '"development"' },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/cli',
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      input: { coop: 'src/cli/coop.ts', up: 'src/local/up.ts', validator: 'src/local/validator.mjs' },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
