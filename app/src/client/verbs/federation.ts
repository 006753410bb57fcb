/** Instructions of federations, and of the end of a co-op. */
import * as g from '../../generated';
import * as at from '../addresses';
import { NONE } from '../addresses';
import { coop, money, onProposal, own, passing, payerOf, proposalAt, stored, tokens } from '../given';
import { verb } from './verb';

export const FEDERATION = {
  executeJoinFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteJoinFederationInstruction(await onProposal(c, v.proposal)),
  ),
  executeAcceptFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteAcceptFederationInstruction({
      ...(await onProposal(c, v.proposal)),
      joining: (await stored(c, v.proposal)).target,
    }),
  ),
  executeLeaveFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteLeaveFederationInstruction(await onProposal(c, v.proposal)),
  ),
  remitSolidarity: verb({}, async (c) => {
    const { federation } = c.site.coop;
    return g.getRemitSolidarityInstruction({ ...money(c), federation, federationVault: await at.vaultOf(federation) });
  }),
  dissolve: verb({ proposal: 'index?', period: 'index?' }, async (c, v) => {
    const { heir, period } = c.site.coop;
    return g.getDissolveInstruction({
      payer: payerOf(c),
      ...coop(c),
      period: await at.periodOf(c.site.address, v.period ?? period.number),
      ...(v.proposal === undefined ? {} : { proposal: await proposalAt(c, v.proposal) }),
      ...(heir === NONE ? {} : { heir }),
    });
  }),
  drawCapital: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getDrawCapitalInstruction({
      ...money(c),
      member: await own(c, v.wallet),
      destination: await tokens(c, v.wallet),
    }),
  ),
  // one step: passes over an heir that is gone, or pays; `flows.passOn` does all of them
  finishDissolution: verb({}, async (c) => (await passing(c))[0]!),
} as const;
