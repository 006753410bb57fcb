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
    target: 'es2022',
    outDir,
    emptyOutDir: true,
    // what the first page needs is two files: split by who else uses its parts, it would be compressed in pieces and be larger; what only signing needs of the same packages is apart
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
