// A co-op's members and its last events, in ten lines: COOP_URL is the node, COOP the co-op's address.
import { createSolanaRpc, type Address } from '@solana/kit';
import { eventsIn, reads, rules, units } from '../src/client';

const rpc = createSolanaRpc(process.env.COOP_URL ?? 'http://127.0.0.1:8899');
const { address, coop, token } = await reads.site(rpc, process.env.COOP as Address);
console.log(
  units.text(coop.name),
  rules.coopStatus(coop),
  `${units.formatAmount(rules.operating(coop), token)} to work with`,
);
for (const member of await reads.members(rpc, address))
  console.log(member.wallet, rules.standing(member), units.formatAmount(member.shares, token));
for (const { signature } of await rpc.getSignaturesForAddress(address, { limit: 5 }).send()) {
  const done = await rpc
    .getTransaction(signature, { encoding: 'base64', maxSupportedTransactionVersion: 0, commitment: 'confirmed' })
    .send();
  for (const { event, seq } of eventsIn(done?.meta?.logMessages ?? [])) console.log(seq, event);
}
