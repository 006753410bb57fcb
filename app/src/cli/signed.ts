/** `coop signed`: transactions that were signed earlier and whose outcome was not known. */
import { fateOf, isAsked, networkOf, sentence, type Reader, type Signed } from '../client';
import { refusal } from '../client/refusals';
import { openIn, wasTold } from '../client/kept';
import { readOne } from '../client/walletSends';
import { keptBy } from './kept';
import { err, out, plain } from './printed';
import { type Command } from './command';
import { Usage } from './options';

export const signed: Command = {
  usage: '[--forget SIGNATURE]',
  about: 'the outcomes of signed transactions that were unknown; --forget: drop one whose outcome you have found out',
  async run({ rpc, said }) {
    const kept = keptBy(err);
    const network = await networkOf(rpc);
    const all = openIn(kept).filter((one) => one.network === network);
    if (said.forget !== undefined) {
      if (!all.some(({ signature }) => signature === said.forget))
        throw new Usage(`${said.forget} is not among the transactions that are kept`);
      kept.drop(said.forget);
      return out(said.json ? '[]' : `forgotten: ${said.forget}`);
    }
    const told: { signature: string; payer: string; outcome: keyof typeof SAYS; error?: string }[] = [];
    for (const one of all) {
      if (one.told !== undefined) {
        if (wasTold(one, kept)) kept.drop(one.signature);
        else if (one.awaited) {
          // by the command that sent it, and not by the one that was told that it is unknown
          kept.add({ ...one, awaited: undefined });
          told.push({ signature: one.signature, payer: one.payer, outcome: 'landed' });
        }
        continue;
      }
      const fate = await fateOf(rpc, one).catch(() => undefined);
      // its outcome is printed below; a script that reads none of it and sends the same again is still refused for a day
      if (fate?.fate === 'landed') kept.add({ ...one, told: Date.now() });
      else if (fate) kept.drop(one.signature);
      told.push({
        signature: one.signature,
        payer: one.payer,
        outcome: fate?.fate ?? 'unknown',
        ...(fate?.fate === 'failed' ? { error: sentence(refusal(fate.err, await logsOf(rpc, one.signature))) } : {}),
      });
    }
    if (said.json) out(plain(told));
    else if (told.length === 0) out('nothing that you signed is unresolved');
    else
      for (const { signature, outcome, error } of told)
        out(`${signature} ${SAYS[outcome]}${error ? `: ${error}` : ''}`);
    if (told.some(({ outcome }) => outcome === 'unknown')) process.exitCode = 3;
  },
};

/** What a transaction logged, from which it is known whose refusal its error is; nothing if it cannot be read. */
const logsOf = async (rpc: Reader, signature: Signed['signature']) =>
  isAsked(signature) ? [] : ((await readOne(rpc, signature).catch(() => null))?.meta?.logMessages ?? []);

const SAYS = {
  landed: 'was done',
  failed: 'failed; only its fee was charged',
  expired: 'has expired, and nothing was done',
  unknown: 'is unknown: look at it before you do it again',
};
