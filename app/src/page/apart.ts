/** Sends several transactions that do not depend on each other, and reports the outcome of each. */
import { unsent, Unsettled } from '../client/failures';
import { sendGroups, type Group, type Part } from '../client/parts';
import { explorer, patience, rpc } from './chain';
import { kept, unstored } from './kept';
import { signerOf, versionFor } from './signer';
import type { Did, Message } from './state';
import type { Connected } from './wallets';
import { told } from './wrong';

const outcomeOf = (part: Part) =>
  'failed' in part && part.failed instanceof Unsettled ? part.failed.outcome : undefined;
const unknown = (part: Part) => outcomeOf(part) === 'unknown';
const says = (part: Part): string => {
  const names = part.what.join(', ');
  if ('done' in part) return `${names}: done`;
  return 'skipped' in part ? `${names}: not tried` : `${names}: ${unsent(part.failed, told(part.failed))}`;
};

export async function sendApart(
  what: string,
  groups: readonly Group[],
  connected: Connected,
  say: (message: Message) => void,
  stop: AbortSignal,
): Promise<Did> {
  const parts = await sendGroups(rpc, signerOf(connected), groups, (names, i, of) => {
    let link: string | undefined;
    const which = of > 1 ? ` (${i + 1} of ${of}: ${names.join(', ')})` : '';
    return {
      tell: (step, canStop) =>
        say({
          kind: 'working',
          text: `${what}${which}: ${step}${link ? unstored() : ''}`,
          canStop,
          ...(link ? { link } : {}),
        }),
      signed: (signature) => {
        link = explorer(signature);
      },
      kept,
      patience,
      stop,
      version: versionFor(connected),
    };
  });
  if (parts.length === 0) return (say({ kind: 'done', text: `${what}: there is nothing to do` }), { done: false });
  const fails = parts.filter((part) => 'failed' in part);
  const worst = parts.find(unknown) ?? fails.find((part) => outcomeOf(part) !== 'landed') ?? fails[0];
  const signature =
    worst && 'failed' in worst
      ? (worst.failed as { signature?: string }).signature
      : parts.flatMap((part) => ('done' in part ? [part.done.signature] : []))[0];
  const link = signature && /^[1-9A-HJ-NP-Za-km-z]+$/.test(signature) ? { link: explorer(signature) } : {};
  const done = parts.some((part) => 'done' in part);
  if (!worst)
    say({ kind: 'done', text: `${what}: done${parts.length > 1 ? ` in ${parts.length} transactions` : ''}`, ...link });
  else
    say({
      kind: unknown(worst) ? 'unknown' : outcomeOf(worst) === 'landed' ? 'landed' : 'failed',
      text: `${what}. ${parts.map(says).join('. ')}${unknown(worst) ? unstored() : ''}`,
      ...link,
      ...(unknown(worst) && signature ? { signature } : {}),
    });
  return {
    done,
    ...(worst && 'failed' in worst ? { failed: worst.failed } : {}),
    ...(worst && unknown(worst) && signature ? { signature } : {}),
  };
}
