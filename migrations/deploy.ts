// What `anchor migrate` runs, with the cluster and the wallet of Anchor.toml or of its options.
import type { AnchorProvider } from '@anchor-lang/core';
import { migrate } from '../app/src/local/migrate';

module.exports = async (provider: AnchorProvider) => {
  try {
    await migrate({
      url: provider.connection.rpcEndpoint,
      secretKey: provider.wallet.payer!.secretKey,
      keypair: process.env.ANCHOR_WALLET!,
    });
  } catch (failed) {
    console.error(failed instanceof Error ? failed.message : failed);
    process.exit(1);
  }
};
