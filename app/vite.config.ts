import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

// COOP_TEST_WALLET=1 builds the wallet of the tests in, into a folder of its own
const testWallet = process.env.COOP_TEST_WALLET === '1';
const outDir = testWallet ? 'dist/page-with-test-wallet' : 'dist/page';

export default defineConfig({
  plugins: [react()],
  define: {
    'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV ?? 'production'),
    'import.meta.env.VITE_TEST_WALLET': JSON.stringify(testWallet),
  },
  build: {
    target: 'es2022', outDir, emptyOutDir: true,
    // what the first page needs is one file: split by who else uses its parts, it would be compressed in pieces and be larger
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: /src\/(page\/(main|home)\.tsx|client\/(reads|failures)\.ts)$/ }] } } },
  },
});
