/** Accounts of Token-2022 with extensions, byte by byte, as no client here writes them. */
import { getAddressEncoder, type Address } from '@solana/kit';
import { addresses } from '../src/client';
import { walletOf, type Network } from '../src/local/network';

export const bytesOf = (address: string) => Array.from(getAddressEncoder().encode(address as Address));
export const le = (value: bigint, size: number) =>
  Array.from({ length: size }, (_, i) => Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 255n));
export const extension = (type: number, data: number[]) => [
  ...le(BigInt(type), 2),
  ...le(BigInt(data.length), 2),
  ...data,
];
const float = (value: number) => Array.from(new Uint8Array(new Float64Array([value]).buffer));
/** The extension by which amounts are shown multiplied, from a time on by another number. */
export const scaled = (multiplier: number, next = multiplier, from = 0n) =>
  extension(25, [...Array<number>(32).fill(0), ...float(multiplier), ...le(from, 8), ...float(next)]);
/** The extension by which amounts grow from a time on, by so many basis points a year. */
export const bearing = (rate: bigint, since: bigint) =>
  extension(10, [...Array<number>(32).fill(0), ...le(since, 8), ...le(rate, 2), ...le(since, 8), ...le(rate, 2)]);
/** Puts a Token-2022 mint with these extensions on the network. */
export async function mint2022(
  network: Network,
  name: string,
  decimals: number,
  ...extensions: number[][]
): Promise<Address> {
  const mint = (await walletOf(name)).address;
  const base = [
    ...le(1n, 4),
    ...bytesOf((await walletOf('mint authority')).address),
    ...le(1_000_000_000_000n, 8),
    decimals,
    1,
    ...Array<number>(36).fill(0),
  ];
  await network.surfnet.setAccount(
    mint,
    10_000_000,
    [...base, ...Array<number>(165 - base.length).fill(0), 1, ...extensions.flat()],
    addresses.TOKEN_2022,
  );
  return mint;
}
