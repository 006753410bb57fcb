/** Signing in one place and sending from another: prints transactions, joins signatures, sends; manages durable nonces. */
import { readFileSync } from 'node:fs';
import * as k from '@solana/kit';
import {
  fetchNonce,
  getCreateAccountInstruction,
  getInitializeNonceAccountInstruction,
  getNonceSize,
  getWithdrawNonceAccountInstruction,
  NonceState,
  SYSTEM_PROGRAM_ADDRESS,
} from '@solana-program/system';
import {
  budgeted,
  budgetOf,
  contentOf,
  isNetwork,
  offerOf,
  preview,
  reads,
  sendSigned,
  units,
  type Reader,
  type Wire,
} from '../client';
import { addressOf, isSecret, Usage } from './options';
import { act, actor, argument, landed, prioritySaid, sponsor } from './run';
import { type Run } from './given';
import { COMMON, sendingIn } from './said';
import { err, out, plain } from './printed';
import { type Command } from './command';
import { instructionLines, SOL, told } from './shown';

/** Reads a nonce account; throws if there is none at this address. */
async function nonceAt(
  rpc: Reader,
  address: k.Address,
): Promise<{ blockhash: k.Nonce; authority: k.Address; lamports: bigint }> {
  const found = await fetchNonce(rpc, address).catch((failed: unknown) => {
    if (isNetwork(failed)) throw failed;
    return undefined;
  });
  if (found?.programAddress !== SYSTEM_PROGRAM_ADDRESS || found.data.state !== NonceState.Initialized)
    throw new Error(`there is no nonce account at ${address}: \`coop nonce new\` makes one`);
  return {
    blockhash: found.data.blockhash as string as k.Nonce,
    authority: found.data.authority,
    lamports: BigInt(found.lamports),
  };
}

/** Prints the transaction, unsigned (`--export`) or signed by the keys here (`--sign-only`); throws if it would fail now. */
export async function written(
  run: Run,
  by: k.TransactionSigner,
  token: units.Measure,
  instructions: k.Instruction[],
): Promise<void> {
  const { units: used, loaded } = await preview(run.rpc, by, instructions);
  const offer = await offerOf(run.rpc, by, instructions, prioritySaid(run));
  const nonce =
    run.said.nonce === undefined ? undefined : await nonceAt(run.rpc, addressOf(run.said.nonce, 'nonce account'));
  const { value: blockhash } = await run.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
  const message = k.pipe(
    k.createTransactionMessage({ version: 0 }),
    (m) => k.setTransactionMessageFeePayerSigner(by, m),
    (m) => k.appendTransactionMessageInstructions(instructions, m),
    // half again the units of the simulation: the state may change before it is sent, and signers may add instructions
    (m) =>
      budgeted(
        m,
        budgetOf(false, { unitsConsumed: (used * 3n) / 2n + 10_000n, loadedAccountsDataSize: loaded }, offer),
      ),
    (m) =>
      nonce
        ? k.setTransactionMessageLifetimeUsingDurableNonce(
            {
              nonce: nonce.blockhash,
              nonceAccountAddress: run.said.nonce as k.Address,
              nonceAuthorityAddress: nonce.authority,
            },
            m,
          )
        : k.setTransactionMessageLifetimeUsingBlockhash(blockhash, m),
  );
  const transaction = run.said.export
    ? k.compileTransaction(message)
    : await k.partiallySignTransactionMessageWithSigners(message);
  const wire = k.getBase64EncodedWireTransaction(transaction);
  const signatures = Object.entries(transaction.signatures).map(
    ([signer, bytes]) => [signer, bytes ? k.getBase58Decoder().decode(bytes) : null] as const,
  );
  const lasts = nonce
    ? `until the nonce ${run.said.nonce!} moves on`
    : 'half a minute to a minute: with --nonce ACCOUNT it waits';
  if (run.said.json)
    return out(
      plain({
        transaction: wire,
        signatures: Object.fromEntries(signatures),
        ...(nonce ? { nonce: run.said.nonce } : { lastValidBlockHeight: blockhash.lastValidBlockHeight }),
      }),
    );
  for (const one of instructions.map(told)) for (const line of instructionLines(one, token)) err(line);
  for (const [signer, signature] of signatures)
    err(signature ? `signed ${signer}=${signature}` : `lacks the signature of ${signer}`);
  err(`nothing was sent; it is good ${lasts}. \`coop send FILE\` sends it once everyone has signed`);
  out(wire);
}

/** A transaction from a file or standard input (`-`): base64 alone, or as `--json` printed it. */
function wireIn(file: string): Wire {
  let said: string;
  try {
    said = readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  } catch {
    throw new Usage(
      isSecret(file) || file.length > 200
        ? 'what was given is no name of a file: write the transaction into one, or pipe it in with `-`'
        : `there is no file ${file} to read`,
    );
  }
  const several = [...said.matchAll(/"transaction"\s*:\s*"([^"]*)"/g)];
  if (several.length > 1)
    throw new Usage(
      `${file === '-' ? 'what was piped in' : file} has ${several.length} transactions: write each into a file of its own and send them one by one`,
    );
  const json = said.startsWith('{') ? (several[0]?.[1] ?? '') : said;
  try {
    return k.getTransactionDecoder().decode(k.getBase64Encoder().encode(json));
  } catch {
    throw new Usage(
      `${file === '-' ? 'what was piped in' : file} is no transaction: base64, as --export and --sign-only print it`,
    );
  }
}
/** The transaction with the signatures of all these copies; throws if the copies differ or a signature is missing. */
function together(all: readonly Wire[]): Wire {
  const [first] = all as [Wire];
  if (all.some(({ messageBytes }) => units.hex(messageBytes) !== units.hex(first.messageBytes)))
    throw new Error('these are different transactions: only signatures of the same one go together');
  const signatures = Object.fromEntries(
    Object.keys(first.signatures).map((signer) => [
      signer,
      all.map((one) => one.signatures[signer as k.Address]).find(Boolean) ?? null,
    ]),
  );
  const missing = Object.entries(signatures)
    .filter(([, signature]) => !signature)
    .map(([signer]) => signer);
  if (missing.length > 0) throw new Error(`it lacks the signature of ${missing.join(' and ')}; nothing was sent`);
  return { ...first, signatures };
}

export const SIGNING: Record<string, Command> = {
  send: {
    usage: 'FILE|-…',
    sends: true,
    common: new Set([...COMMON, 'again', 'dry-run']),
    about:
      'send what was signed elsewhere, from a file or `-` what is piped in; of several files of one transaction the signatures go together',
    async run(run) {
      const transaction = together(run.args.map(wireIn));
      if (run.said['dry-run']) {
        const { payer, instructions } = contentOf(transaction);
        const coop = instructions
          .map(told)
          .map(({ accounts }) => accounts.coop)
          .find(Boolean);
        return act(run, k.createNoopSigner(payer), coop ? (await reads.site(run.rpc, coop)).token : SOL, [
          ...instructions,
        ]);
      }
      await landed(run, (options) => sendSigned(run.rpc, transaction, options));
    },
  },
  nonce: {
    usage: 'new|show|close [ACCOUNT] [--for WALLET]',
    sends: true,
    about:
      'a durable nonce account of the wallet, with which a transaction waits to be signed: make one (--for: of another wallet, a multisig perhaps), look at it, or close it, which pays its SOL to whoever pays the fee',
    check([what, account]) {
      if ((what === 'new') !== (account === undefined))
        throw new Usage(what === 'new' ? 'nonce new takes no ACCOUNT: it makes one' : 'ACCOUNT is missing');
    },
    async run(run) {
      const what = argument(run, 0, 'new, show or close');
      if (what === 'show') {
        const useless = sendingIn(run.said);
        if (useless) throw new Usage(`--${useless} is for what is sent: nonce show sends nothing`);
        const { blockhash, authority, lamports } = await nonceAt(run.rpc, addressOf(run.args[1]!, 'nonce account'));
        return out(
          run.said.json
            ? plain({ nonce: blockhash, authority, lamports })
            : `nonce ${blockhash}\nof ${authority}, whose signature moves it on\nholds ${units.formatAmount(lamports, 9)} SOL`,
        );
      }
      const [by, payer] = [await actor(run), await sponsor(run)];
      if (what !== 'new' && run.said.for !== undefined) throw new Usage('--for is for nonce new');
      if (what === 'new') {
        if (run.said.by !== undefined)
          throw new Usage('nonce new names the wallet whose nonce it is with --for: that need not sign');
        if (run.said.export)
          throw new Usage(
            'nonce new makes an account whose key must sign, and is nowhere else: --sign-only, or nothing, to send it now',
          );
        const account = await k.generateKeyPairSigner();
        const space = getNonceSize();
        const lamports = await run.rpc.getMinimumBalanceForRentExemption(BigInt(space)).send();
        const instructions = [
          getCreateAccountInstruction({
            payer: payer ?? by,
            newAccount: account,
            lamports,
            space,
            programAddress: SYSTEM_PROGRAM_ADDRESS,
          }),
          getInitializeNonceAccountInstruction({
            nonceAccount: account.address,
            nonceAuthority: run.said.for === undefined ? by.address : addressOf(run.said.for, 'wallet'),
          }),
        ];
        return act(run, payer ?? by, SOL, instructions, { nonce: account.address });
      }
      const account = addressOf(run.args[1]!, 'nonce account');
      const { authority, lamports } = await nonceAt(run.rpc, account);
      if (authority !== by.address)
        throw new Error(`the nonce account ${account} is of ${authority}: only that wallet closes it`);
      await act(run, payer ?? by, SOL, [
        getWithdrawNonceAccountInstruction({
          nonceAccount: account,
          recipientAccount: (payer ?? by).address,
          nonceAuthority: by,
          withdrawAmount: lamports,
        }),
      ]);
    },
  },
};
