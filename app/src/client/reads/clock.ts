/** The chain's clock. */
import { CLOCK } from '../addresses';
import { bytesOf, type Account, type Encoded, type Reader } from './accounts';

/** The time in the account of the clock, unix seconds. */
export function timeIn(account: Account): bigint {
  const data = account?.data as { parsed: { info?: { unixTimestamp?: number | bigint } } | null } | Encoded | undefined;
  // the reader's own clock may be hours off: only the chain's counts
  if (!data) throw new Error('this node did not say what time it is on the chain: try again, or name another node');
  if ('parsed' in data) return BigInt(data.parsed?.info?.unixTimestamp ?? 0);
  return new DataView(bytesOf(data).buffer).getBigInt64(32, true);
}

/** The slot in the account of the clock. */
export function slotIn(account: Account): bigint {
  const data = account?.data as { parsed: { info?: { slot?: number | bigint } } | null } | Encoded | undefined;
  if (!data) return 0n;
  if ('parsed' in data) return BigInt(data.parsed?.info?.slot ?? 0);
  return new DataView(bytesOf(data).buffer).getBigUint64(0, true);
}

/** The chain's clock, unix seconds. */
export async function clock(rpc: Reader): Promise<bigint> {
  const { value } = await rpc.getAccountInfo(CLOCK, { encoding: 'base64', commitment: 'confirmed' }).send();
  return timeIn(value);
}
