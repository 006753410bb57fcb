// How values are passed to coop-math, which is compiled to WebAssembly: as 64-bit words in one buffer, arguments in, results out.
// app/math/src/wire.rs is the other side. No file is loaded: the first call instantiates it, synchronously.
import { WASM } from '../generated/math/wasm';

/** Writes and reads a value at a word of the buffer. */
export interface Codec<T> {
  words: number;
  write: (buffer: BigUint64Array, at: number, value: T) => void;
  read: (buffer: BigUint64Array, at: number) => T;
}

export type Of<C> = C extends Codec<infer T> ? T : never;

/** The result of a function that may refuse: its value, or the rule that was broken. */
export type Result<T, E> = { ok: true; value: T } | { ok: false; broken: E };

function refuse(value: unknown, what: string): never {
  throw new RangeError(`${String(value)} is not ${what}`);
}

const number = (bits: number): Codec<number> => ({
  words: 1,
  write: (buffer, at, value) => {
    buffer[at] =
      Number.isInteger(value) && value >= 0 && value < 2 ** bits
        ? BigInt(value)
        : refuse(value, `a whole number of ${bits} bits`);
  },
  read: (buffer, at) => Number(buffer[at]!),
});

export const u8 = number(8);
export const u16 = number(16);
export const u32 = number(32);

export const u64: Codec<bigint> = {
  words: 1,
  write: (buffer, at, value) => {
    buffer[at] = BigInt.asUintN(64, value) === value ? value : refuse(value, 'an unsigned number of 64 bits');
  },
  read: (buffer, at) => buffer[at]!,
};

export const i64: Codec<bigint> = {
  words: 1,
  write: (buffer, at, value) => {
    buffer[at] =
      BigInt.asIntN(64, value) === value ? BigInt.asUintN(64, value) : refuse(value, 'a signed number of 64 bits');
  },
  read: (buffer, at) => BigInt.asIntN(64, buffer[at]!),
};

export const u128: Codec<bigint> = {
  words: 2,
  write: (buffer, at, value) => {
    if (BigInt.asUintN(128, value) !== value) refuse(value, 'an unsigned number of 128 bits');
    buffer[at] = BigInt.asUintN(64, value);
    buffer[at + 1] = value >> 64n;
  },
  read: (buffer, at) => buffer[at]! | (buffer[at + 1]! << 64n),
};

export const bool: Codec<boolean> = {
  words: 1,
  write: (buffer, at, value) => {
    buffer[at] = value ? 1n : 0n;
  },
  read: (buffer, at) => buffer[at] !== 0n,
};

export const option = <T>(some: Codec<T>): Codec<T | undefined> => ({
  words: 1 + some.words,
  write: (buffer, at, value) => {
    buffer[at] = value === undefined ? 0n : 1n;
    if (value !== undefined) some.write(buffer, at + 1, value);
  },
  read: (buffer, at) => (buffer[at] === 0n ? undefined : some.read(buffer, at + 1)),
});

export const result = <T, E>(value: Codec<T>, broken: Codec<E>): Codec<Result<T, E>> => ({
  words: 1 + Math.max(value.words, broken.words),
  write: (buffer, at, it) => {
    buffer[at] = it.ok ? 1n : 0n;
    if (it.ok) value.write(buffer, at + 1, it.value);
    else broken.write(buffer, at + 1, it.broken);
  },
  read: (buffer, at) =>
    buffer[at] === 0n
      ? { ok: false, broken: broken.read(buffer, at + 1) }
      : { ok: true, value: value.read(buffer, at + 1) },
});

export const array = <T>(each: Codec<T>, length: number): Codec<readonly T[]> => ({
  words: each.words * length,
  write: (buffer, at, values) => {
    if (values.length !== length) refuse(values.length, `the length ${length}`);
    values.forEach((value, index) => each.write(buffer, at + index * each.words, value));
  },
  read: (buffer, at) => Array.from({ length }, (_, index) => each.read(buffer, at + index * each.words)),
});

/** The fields one after another, in the order of the Rust struct. Other properties of the object are ignored. */
export function record<T extends object>(fields: { [K in keyof T]-?: Codec<T[K]> }): Codec<T> {
  let words = 0;
  const placed = (Object.keys(fields) as (keyof T)[]).map((name) => {
    const [codec, at] = [fields[name], words];
    words += codec.words;
    return { name, codec, at };
  });
  return {
    words,
    write: (buffer, from, value) =>
      placed.forEach(({ name, codec, at }) => codec.write(buffer, from + at, value[name])),
    read: (buffer, from) =>
      Object.fromEntries(placed.map(({ name, codec, at }) => [name, codec.read(buffer, from + at)])) as T,
  };
}

/** The name of a variant, encoded as its index. */
export function choice<const N extends readonly string[]>(names: N): Codec<N[number]> {
  return {
    words: 1,
    write: (buffer, at, value) => {
      const place = names.indexOf(value);
      buffer[at] = place < 0 ? refuse(value, `one of ${names.join(', ')}`) : BigInt(place);
    },
    read: (buffer, at) => names[Number(buffer[at]!)]!,
  };
}

let module: WebAssembly.Module | undefined;
let instance: { calls: Record<string, () => void>; buffer: BigUint64Array } | undefined;

function instantiate() {
  module ??= new WebAssembly.Module(Uint8Array.from(atob(WASM), (letter) => letter.charCodeAt(0)));
  const exported = new WebAssembly.Instance(module).exports as { memory: WebAssembly.Memory } & Record<
    string,
    () => number
  >;
  return { calls: exported, buffer: new BigUint64Array(exported.memory.buffer, exported.words!()) };
}

/** A function of coop-math. It throws if a number does not fit its type, or where Rust panics. */
export function call<A extends readonly unknown[], R>(
  name: string,
  codecs: { [K in keyof A]: Codec<A[K]> },
  returns: Codec<R>,
): (...given: A) => R {
  return (...given) => {
    const { calls, buffer } = (instance ??= instantiate());
    let at = 0;
    codecs.forEach((codec, index) => {
      codec.write(buffer, at, given[index]);
      at += codec.words;
    });
    try {
      calls[name]!();
    } catch (why) {
      instance = undefined; // its stack was not unwound
      throw why instanceof WebAssembly.RuntimeError
        ? new RangeError(`${name}: the rules have no answer for these numbers`)
        : why;
    }
    return returns.read(buffer, 0);
  };
}
