import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

// COOP_TEST_WALLET=1 includes the test wallet, and builds into another folder
const testWallet = process.env.COOP_TEST_WALLET === '1';
const outDir = testWallet ? 'dist/page-with-test-wallet' : 'dist/page';

export default defineConfig({
  plugins: [react()],
  define: {
    'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV ?? 'production'),
    'import.meta.env.VITE_TEST_WALLET': JSON.stringify(testWallet),
  },
  build: {
    target: 'es2022',
    outDir,
    emptyOutDir: true,
    // the first page needs two files: split further, they compress worse; what only signing needs of these packages is separate
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'chain',
              test: /@solana\/(errors|codecs|codecs-[a-z-]+|options|addresses|assertions|functional|nominal-types|rpc|rpc-[a-z-]+|accounts|subscribable|fast-stable-stringify|promises)\//,
              priority: 3,
            },
            {
              name: 'signing',
              test: /@solana\/(kit|transaction-messages|transactions|signers|instruction-plans|transaction-introspection)\//,
              priority: 2,
            },
            { name: 'base', test: /src\/(page\/(main|home)\.tsx|client\/(reads\/\w+|failures)\.ts)$/ },
          ],
        },
      },
    },
  },
});
