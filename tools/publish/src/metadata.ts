/** The IDL and the security contact, which the Program Metadata program keeps in accounts derived from the program's address. */
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
/** What the account of a program's metadata is called: one of these words is its seed. */
export type Seed = 'idl' | 'security';

export interface Published {
  at: Address;
  /** The text that is published; nothing, if there is none or an upload broke off. */
  text?: string | undefined;
  /** There is an account, whatever is in it. */
  exists: boolean;
}

/** What the upgrade authority has published of a program. */
export async function published(chain: Chain, program: Address, seed: Seed): Promise<Published> {
  const [at] = await findCanonicalPda({ program, seed });
  const account = await chain.account(at);
  if (!account || account.data.length === 0) return { at, exists: false };
  // 1 is a buffer, in which an upload broke off
  if (account.data[0] !== 2) return { at, exists: true };
  const found = await fetchMaybeMetadata(chain.rpc, at, { commitment: 'confirmed' });
  if (!found.exists || found.data.dataSource !== DataSource.Direct) return { at, exists: true };
  return {
    at,
    exists: true,
    text: unpackDirectData({ ...found.data, data: found.data.data.slice(0, found.data.dataLength) }),
  };
}

/** What publishing takes, as the authority of the program: transactions, in an order in which some may go together. */
export interface Upload {
  /** Bytes of the account. */
  bytes: number;
  rent: bigint;
  /** One after the other; those of one entry in any order. */
  transactions: readonly (readonly (readonly Instruction[])[])[];
}

export interface UploadInput {
  payer: TransactionSigner;
  authority: TransactionSigner;
  program: Address;
  programData: Address;
  seed: Seed;
  text: string;
  /** An account that is there is closed first, and its rent returns to the payer. */
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

/** A plan's transactions, one entry after the other. */
function inOrder(plan: TransactionPlan): (readonly (readonly Instruction[])[])[] {
  if (plan.kind === 'sequential') return plan.plans.flatMap(inOrder);
  return [flattenTransactionPlan(plan).map(({ message }) => message.instructions)];
}
