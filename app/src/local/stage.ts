/** A network with a co-op and its people, for scripts: people act, and time passes. */
import type { Address, Instruction, KeyPairSigner } from '@solana/kit';
import {
  build,
  payerOf,
  reads,
  send,
  trying,
  units,
  type Context,
  type Outcome,
  type ParamsOf,
  type VerbName,
} from '../client';
import type { Network } from './network';

/** Acts for people on one co-op. */
export class Stage {
  readonly people = new Map<string, KeyPairSigner>();
  /** Who pays fees and rent for people without lamports. */
  readonly sponsors = new Map<string, KeyPairSigner>();
  constructor(
    readonly network: Network,
    public coop: Address,
  ) {}

  async person(name: string, tokens?: bigint): Promise<KeyPairSigner> {
    const known = this.people.get(name) ?? (await this.network.person(name, tokens));
    this.people.set(name, known);
    return known;
  }
  async context(name: string): Promise<Context> {
    const by = await this.person(name);
    return {
      site: await reads.site(this.network.rpc, this.coop, by.address),
      by,
      rpc: this.network.rpc,
      payer: this.sponsors.get(name),
    };
  }
  /** One person sends one instruction. */
  async does<N extends VerbName>(name: string, verb: N, values: ParamsOf<N>): Promise<Outcome> {
    const c = await this.context(name);
    return send(c.rpc, payerOf(c), [await build(c, verb, values)]);
  }
  /** One person runs a flow, in one transaction. */
  async flows(name: string, flow: (c: Context) => Promise<Instruction[]>): Promise<Outcome> {
    return trying(async () => {
      const c = await this.context(name);
      return send(c.rpc, payerOf(c), await flow(c));
    });
  }
  pass(days: number): Promise<void> {
    return this.network.pass(days * units.DAY);
  }
}
