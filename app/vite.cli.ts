import { chmodSync } from 'node:fs';
import { defineConfig } from 'vite';

// The command line and the local network as files that Node runs as they are.
export default defineConfig({
  publicDir: false,
  // `npm link` makes it executable once, and every build writes it anew
  plugins: [{ name: 'executable', writeBundle: () => chmodSync('dist/cli/coop.mjs', 0o755) }],
  ssr: { noExternal: true, external: ['@solana/surfpool-linux-x64-gnu', 'vite'] },
  // not "production", which would drop the texts of kit's errors
  define: { 'process.env.NODE_ENV': '"development"' },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/cli',
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      input: { coop: 'src/cli/coop.ts', up: 'src/local/up.ts' },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
