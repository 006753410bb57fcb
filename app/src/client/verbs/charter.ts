/** Instructions that found and describe a co-op. */
import * as g from '../../generated';
import * as at from '../addresses';
import { coop, money, payerOf } from '../given';
import { link, shown, TEXTS } from '../texts';
import { verb } from './verb';

export const CHARTER = {
  found: verb(
    {
      id: 'id',
      name: 'text',
      mint: 'account',
      statutesUri: 'text',
      statutesHash: 'hash',
      charter: 'charter',
      heir: 'account?',
    },
    async (c, v) => {
      const address = await at.coopOf(c.by.address, v.id);
      return g.getFoundInstructionAsync({
        payer: payerOf(c),
        founder: c.by,
        mint: v.mint,
        coop: address,
        vault: await at.vaultOf(address),
        founderMember: await at.memberOf(address, c.by.address),
        tokenProgram: c.site.tokenProgram,
        id: v.id,
        name: shown('the name', v.name, TEXTS.name),
        statutesHash: v.statutesHash,
        statutesUri: link("the statutes' link", v.statutesUri, TEXTS.statutesLink),
        charter: v.charter,
        ...(v.heir ? { heir: v.heir } : {}),
      });
    },
  ),
  describe: verb({ about: 'text' }, async (c, v) =>
    g.getDescribeInstruction({
      founder: c.by,
      ...coop(c),
      about: shown('what the co-op is about', v.about, TEXTS.about),
    }),
  ),
  reclaimCoop: verb({}, async (c) => g.getReclaimCoopInstruction({ ...money(c), rentPayer: c.site.coop.rentPayer })),
} as const;
