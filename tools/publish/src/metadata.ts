/** The IDL and the security contact, stored by the Program Metadata program in accounts derived from the program's address. */
import {
  Compression,
  DataSource,
  Encoding,
  fetchMaybeMetadata,
  findCanonicalPda,
  Format,
  getCloseInstruction,
  getCreateMetadataInstructionPlan,
  packDirectData,
  PROGRAM_METADATA_PROGRAM_ADDRESS,
  unpackDirectData,
} from '@solana-program/program-metadata';
import {
  createTransactionMessage,
  createTransactionPlanner,
  flattenTransactionPlan,
  isSingleTransactionPlan,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  type Address,
  type Instruction,
  type InstructionPlan,
  type SingleTransactionPlan,
  type TransactionPlan,
  type TransactionSigner,
} from '@solana/kit';
import type { Chain } from './chain';

export const METADATA_PROGRAM = PROGRAM_METADATA_PROGRAM_ADDRESS;
/** The kind of metadata, which is also the seed of its account. */
export type Seed = 'idl' | 'security';

export interface Published {
  at: Address;
  /** The published text; undefined if there is none, or an upload was interrupted. */
  text?: string | undefined;
  /** Whether there is an account, whatever is in it. */
  exists: boolean;
}

/** Reads what the upgrade authority has published for a program. */
export async function published(chain: Chain, program: Address, seed: Seed): Promise<Published> {
  const [at] = await findCanonicalPda({ program, seed });
  const account = await chain.account(at);
  if (!account || account.data.length === 0) return { at, exists: false };
  // 1 is the buffer of an interrupted upload
  if (account.data[0] !== 2) return { at, exists: true };
  const found = await fetchMaybeMetadata(chain.rpc, at, { commitment: 'confirmed' });
  if (!found.exists || found.data.dataSource !== DataSource.Direct) return { at, exists: true };
  return {
    at,
    exists: true,
    text: unpackDirectData({ ...found.data, data: found.data.data.slice(0, found.data.dataLength) }),
  };
}

/** What publishing takes: transactions signed by the upgrade authority, in groups to be sent in order. */
export interface Upload {
  /** The size of the account in bytes. */
  bytes: number;
  rent: bigint;
  /** Groups in sequence; the transactions within a group are independent. */
  transactions: readonly (readonly (readonly Instruction[])[])[];
}

export interface UploadInput {
  payer: TransactionSigner;
  authority: TransactionSigner;
  program: Address;
  programData: Address;
  seed: Seed;
  text: string;
  /** An existing account is closed first, and its rent returns to the payer. */
  there: Published;
}

export async function upload(rent: (bytes: number) => Promise<bigint>, input: UploadInput): Promise<Upload> {
  const { payer, authority, program, programData, seed, there } = input;
  const packed = packDirectData({ content: input.text, compression: Compression.Zlib, encoding: Encoding.Utf8 });
  const planner = createTransactionPlanner({
    createTransactionMessage: () =>
      Promise.resolve(
        pipe(createTransactionMessage({ version: 0 }), (message) =>
          setTransactionMessageFeePayerSigner(payer, message),
        ),
      ),
  });
  const client = {
    getMinimumBalance: async (space: number) => lamports(await rent(space)),
    planTransactions: (plan: InstructionPlan) => planner(plan),
    planTransaction: async (plan: InstructionPlan): Promise<SingleTransactionPlan['message']> => {
      const planned = await planner(plan);
      if (!isSingleTransactionPlan(planned)) throw new Error('more than one transaction');
      return planned.message;
    },
  } as unknown as Parameters<typeof getCreateMetadataInstructionPlan>[0];
  const creation = await getCreateMetadataInstructionPlan(client, {
    payer,
    authority,
    program,
    programData,
    seed,
    format: Format.Json,
    ...packed,
    metadata: there.at,
  });
  const closing = there.exists
    ? [
        [
          [
            getCloseInstruction({
              account: there.at,
              authority,
              program,
              programData,
              destination: payer.address,
            }) as Instruction,
          ],
        ],
      ]
    : [];
  const bytes = 96 + packed.data.length;
  return { bytes, rent: await rent(bytes), transactions: [...closing, ...inOrder(await planner(creation))] };
}

/** The groups of a plan's transactions, in sequence. */
function inOrder(plan: TransactionPlan): (readonly (readonly Instruction[])[])[] {
  if (plan.kind === 'sequential') return plan.plans.flatMap(inOrder);
  return [flattenTransactionPlan(plan).map(({ message }) => message.instructions)];
}
