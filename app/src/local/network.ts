/** A local network: surfpool's validator with the program deployed, and a token. */
import { existsSync } from 'node:fs';
import { getMintEncoder, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import {
  addEncoderSizePrefix,
  createKeyPairSignerFromPrivateKeyBytes,
  createSolanaRpc,
  getAddressEncoder,
  getStructEncoder,
  getU32Encoder,
  getU8Encoder,
  getUtf8Encoder,
  lamports,
  none,
  type Address,
  type KeyPairSigner,
} from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import type { Reader } from '../client';
import { METAPLEX, metadataOf } from '../client/tokens';
import { startSurfnet, type Surfnet } from './surfnet';

export interface Network {
  rpcUrl: string;
  wsUrl: string;
  rpc: Reader;
  mint: Address;
  decimals: number;
  surfnet: Surfnet;
  /** A wallet with SOL and tokens; the same name is the same wallet everywhere. */
  person: (name: string, units?: bigint) => Promise<KeyPairSigner>;
  give: (wallet: Address, units: bigint) => Promise<void>;
  /** Writes accounts of the program directly, many at once. */
  put: (accounts: Iterable<{ address: Address; data: Uint8Array }>) => Promise<void>;
  /** Moves the clock on by so many seconds. */
  pass: (seconds: number) => Promise<void>;
  /** Makes so many blocks at once: each transaction makes one here. A blockhash is valid for 150. */
  blocks: (count: number) => Promise<void>;
  now: () => Promise<bigint>;
  stop: () => void;
}

const text = addEncoderSizePrefix(getUtf8Encoder(), getU32Encoder());
const metadataEncoder = getStructEncoder([
  ['key', getU8Encoder()],
  ['updateAuthority', getAddressEncoder()],
  ['mint', getAddressEncoder()],
  ['name', text],
  ['symbol', text],
  ['uri', text],
]);
/** The symbol of the local network's token. */
export const SYMBOL = 'LOCAL';

/** The program's ELF: `COOP_ELF`, or where `cargo xtask build` puts it. */
export function elf(): string {
  const target = process.env.CARGO_TARGET_DIR ?? '../target';
  const found = [process.env.COOP_ELF, `${target}/deploy/coop.so`, 'target/deploy/coop.so'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('the program is not built: `cargo xtask build` first, or name its file in COOP_ELF');
  return found;
}

/** The seed of the wallet with this name: for tests and the local network only. */
export async function seedOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`coop, local network only: ${name}`)),
  );
}
/** The wallet's secret key in the format of Solana's key files: the seed, then the public key. */
export async function secretOf(name: string): Promise<Uint8Array> {
  const { keyPair } = await walletOf(name);
  return Uint8Array.from([
    ...(await seedOf(name)),
    ...new Uint8Array(await crypto.subtle.exportKey('raw', keyPair.publicKey)),
  ]);
}
export const walletOf = async (name: string): Promise<KeyPairSigner> =>
  createKeyPairSignerFromPrivateKeyBytes(await seedOf(name));

export async function startNetwork(options: { decimals?: number; bare?: boolean } = {}): Promise<Network> {
  const surfnet = await startSurfnet();
  // bare: neither the program nor a token is deployed
  if (!options.bare) await surfnet.deploy({ programId: COOP_PROGRAM_ADDRESS, soPath: elf() });
  const rpc = createSolanaRpc(surfnet.rpcUrl);
  const decimals = options.decimals ?? 6;
  const authority = (await walletOf('mint authority')).address;
  const mint = (await walletOf('mint')).address;
  const data = getMintEncoder().encode({
    mintAuthority: authority,
    supply: 1_000_000_000_000n,
    decimals,
    isInitialized: true,
    freezeAuthority: none(),
  });
  if (!options.bare) {
    await surfnet.setAccount(mint, 1_461_600, Array.from(data), TOKEN_PROGRAM_ADDRESS);
    const named = metadataEncoder.encode({
      key: 4,
      updateAuthority: authority,
      mint,
      name: 'Local token'.padEnd(32, '\0'),
      symbol: SYMBOL.padEnd(10, '\0'),
      uri: ''.padEnd(200, '\0'),
    });
    await surfnet.setAccount(await metadataOf(mint), 5_616_720, Array.from(named), METAPLEX);
  }

  const now = async () => {
    const { value } = await rpc
      .getAccountInfo('SysvarC1ock11111111111111111111111111111111' as Address, { encoding: 'base64' })
      .send();
    return Buffer.from(value!.data[0], 'base64').readBigInt64LE(32);
  };
  const network: Network = {
    rpcUrl: surfnet.rpcUrl,
    wsUrl: surfnet.wsUrl,
    rpc,
    mint,
    decimals,
    surfnet,
    now,
    async person(name, units = 5_000_000_000n) {
      const signer = await walletOf(name);
      await surfnet.fundSol(signer.address, 10_000_000_000);
      await network.give(signer.address, units);
      return signer;
    },
    give: (wallet, units) => surfnet.fundToken(wallet, mint, Number(units)),
    async pass(seconds) {
      await surfnet.timeTravelToTimestamp((Number(await now()) + seconds) * 1000);
    },
    async blocks(count) {
      const { address } = await walletOf('nobody');
      for (let made = 0; made < count; made++) await rpc.requestAirdrop(address, lamports(1_000_000n)).send();
    },
    async put(accounts) {
      for (const { address, data } of accounts) {
        await surfnet.setAccount(address, 5_000_000, Array.from(data), COOP_PROGRAM_ADDRESS);
      }
    },
    stop: surfnet.stop,
  };
  return network;
}
