// An in-memory store of signed transactions.
import type { Kept, Signed } from '../src/client';

export const keeping = (): Kept & { all: Map<string, Signed> } => {
  const all = new Map<string, Signed>();
  return {
    all,
    list: () => [...all.values()],
    add: (signed) => void all.set(signed.signature, signed),
    drop: (signature) => void all.delete(signature),
    tellsFor: 0,
  };
};
