// An in-memory store of signed transactions; `all` are those that are open.
import type { Kept, Signed } from '../src/client';

export const keeping = (): Kept & { all: Map<string, Signed> } => {
  const [all, over] = [new Map<string, Signed>(), new Map<string, Signed>()];
  const drop = (signature: string) => void (all.delete(signature), over.delete(signature));
  return {
    all,
    list: () => [...all.values(), ...over.values()],
    add: (signed) => {
      drop(signed.signature);
      (signed.over === undefined ? all : over).set(signed.signature, signed);
    },
    drop,
    tellsFor: 0,
  };
};
