/**
 * An independent implementation of the Program Metadata program, from its description and not its library: decodes messages from
 * their wire format, and computes the program's account after them.
 */
import { inflateSync } from 'node:zlib';
import { getAddressDecoder, getAddressEncoder } from '@solana/kit';

/** The program's address on every network. */
export const PROGRAM = 'ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S';
const SYSTEM = '11111111111111111111111111111111';
/** Bytes before the content, in a buffer and in metadata. */
const HEAD = 96;
/** The most that an account can grow in one instruction. */
const GROWTH = 10_240;

export interface Sent {
  program: string;
  accounts: { address: string; signs: boolean; written: boolean }[];
  data: Buffer;
}

/** The instructions of a message of version 0. */
export function decoded(message: Uint8Array): Sent[] {
  const bytes = Buffer.from(message);
  let at = 0;
  const byte = () => bytes.readUInt8(at++);
  const take = (count: number) => bytes.subarray(at, (at += count));
  // variable-length numbers: seven bits a byte, the lowest first
  const count = () => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const next = byte();
      value |= (next & 127) << shift;
      if (next < 128) return value;
    }
  };
  if (byte() !== 0x80) throw new Error('no message of version 0');
  const [signers, readSigners, readOthers] = [byte(), byte(), byte()];
  const all = Array.from({ length: count() }, (_, i) => ({
    address: getAddressDecoder().decode(take(32)),
    i,
  }));
  const keys = all.map(({ address, i }) => ({
    address,
    signs: i < signers,
    written: i < signers ? i < signers - readSigners : i < all.length - readOthers,
  }));
  take(32); // the blockhash
  const found = Array.from({ length: count() }, () => {
    const program = keys[byte()]!.address;
    const accounts = Array.from({ length: count() }, () => keys[byte()]!);
    return { program, accounts, data: take(count()) };
  });
  if (count() !== 0 || at !== bytes.length) throw new Error('something is behind the instructions');
  return found;
}

/** The program's account after some instructions. */
export interface Account {
  lamports: bigint;
  data: Buffer;
}

/** Executes messages on one account; throws what the program would refuse. */
export class Replay {
  account: Account = { lamports: 0n, data: Buffer.alloc(0) };
  constructor(
    readonly at: string,
    readonly authority: string,
    readonly of: string,
    readonly programData: string,
  ) {}

  run(message: Uint8Array): void {
    for (const sent of decoded(message)) {
      if (sent.program === SYSTEM) this.transfer(sent);
      else if (sent.program === PROGRAM) this.call(sent);
      else throw new Error(`a call of ${sent.program}`);
    }
  }

  private transfer({ accounts: [, to], data }: Sent): void {
    if (data.readUInt32LE(0) !== 2 || data.length !== 12 || to?.address !== this.at)
      throw new Error('no transfer to the account');
    this.account.lamports += data.readBigUInt64LE(4);
  }

  private call({ accounts, data }: Sent): void {
    const [metadata, signer] = accounts;
    if (metadata?.address !== this.at || !metadata.written || signer?.address !== this.authority || !signer.signs)
      throw new Error('of another account, or without its authority');
    const [kind, rest] = [data[0], data.subarray(1)];
    // all but `write` pass the program and its data: the authority is the upgrade authority
    if (kind !== 0 && (accounts[2]?.address !== this.of || accounts[3]?.address !== this.programData))
      throw new Error('of another program');
    if (kind === 0) this.write(rest);
    else if (kind === 1) this.initialize(rest, accounts[4]?.address);
    else if (kind === 6) this.close();
    else if (kind === 7) this.allocate(rest);
    else if (kind === 8) this.grow(rest.readUInt16LE(0));
    else throw new Error(`instruction ${kind}`);
  }

  private grow(by: number): void {
    if (by > GROWTH || this.account.data[0] !== 1) throw new Error('a buffer grows by 10 240 bytes at most');
    this.account.data = Buffer.concat([this.account.data, Buffer.alloc(by)]);
  }

  private allocate(seed: Buffer): void {
    if (this.account.data.length > 0) throw new Error('there is something already');
    const head = Buffer.alloc(HEAD);
    head[0] = 1;
    head.set(getAddressEncoder().encode(this.of as never), 1);
    head.set(getAddressEncoder().encode(this.authority as never), 33);
    head[66] = 1;
    head.set(seed, 67);
    this.account.data = head;
  }

  private write(rest: Buffer): void {
    const [from, content] = [HEAD + rest.readUInt32LE(0), rest.subarray(4)];
    if (this.account.data[0] !== 1 || content.length === 0) throw new Error('no buffer, or nothing to write');
    const missing = from + content.length - this.account.data.length;
    if (missing > 0) this.grow(missing);
    this.account.data.set(content, from);
  }

  /** From the buffer, in which case no system program is passed, or from the instruction. */
  private initialize(rest: Buffer, system: string | undefined): void {
    const [seed, how, given] = [rest.subarray(0, 16), rest.subarray(16, 20), rest.subarray(20)];
    const buffered = this.account.data[0] === 1;
    if (buffered === given.length > 0 || (system === SYSTEM) === buffered)
      throw new Error('the content is in the buffer or in the instruction');
    if (buffered && !this.account.data.subarray(67, 83).equals(seed)) throw new Error('of another seed');
    const content = buffered ? this.account.data.subarray(HEAD) : given;
    const head = Buffer.alloc(HEAD);
    head[0] = 2;
    head.set(getAddressEncoder().encode(this.of as never), 1);
    head[65] = 1; // mutable
    head[66] = 1; // by the upgrade authority
    head.set(seed, 67);
    head.set(how, 83);
    head.writeUInt32LE(content.length, 87);
    this.account.data = Buffer.concat([head, content]);
  }

  private close(): void {
    this.account = { lamports: 0n, data: Buffer.alloc(0) };
  }
}

/** The text in metadata: JSON, compressed with zlib, in the account itself. */
export function textOf(data: Buffer): { seed: string; text: string } {
  const [encoding, compression, format, source] = data.subarray(83, 87);
  const said = { disc: data[0], encoding, compression, format, source };
  if (JSON.stringify(said) !== JSON.stringify({ disc: 2, encoding: 1, compression: 2, format: 1, source: 0 }))
    throw new Error(`not as it should be: ${JSON.stringify(said)}`);
  const content = data.subarray(HEAD);
  if (content.length !== data.readUInt32LE(87)) throw new Error('of another length than it says');
  return { seed: data.subarray(67, 83).toString().replace(/\0+$/, ''), text: inflateSync(content).toString() };
}
