/** The steps of a publication. Each checks the network first: what is done is skipped; the rest is shown before it is done. */
import {
  createNoopSigner,
  getAddressEncoder,
  getProgramDerivedAddress,
  isSignerRole,
  isWritableRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from '@solana/kit';
import type { Chain, Cost, Progress } from './chain';
import { sol } from './chain';
import { buffer, deployed, deployment, Filling, growth, passOn, upgrade, type Deployed } from './loader';
import type { Release } from './manifest';
import { execution } from './resolution';
import { METADATA_PROGRAM, published, upload, type Seed } from './metadata';

/** Who can upgrade the program afterwards: a co-op through its agent, or nobody. */
export type Heir = { coop: Address } | 'none';

export interface Walk {
  chain: Chain;
  release: Release;
  payer: TransactionSigner;
  /** The key for the program's address, needed for its first deployment. */
  programKey?: TransactionSigner | undefined;
  heir?: Heir | undefined;
  /** The co-op's proposal to upgrade to this release, if it is to be carried out. */
  proposal?: Address | undefined;
  say: (line: string) => void;
  /** Asks whether to go on. */
  ask: (question: string) => Promise<boolean>;
}

interface Step {
  /** Describes what is sent. */
  what: readonly string[];
  cost: Cost;
  question: string;
  run: (progress: Progress) => Promise<unknown>;
  /** What remains to be done elsewhere afterwards. */
  then?: readonly string[];
}
/** A step that is already done, and why. */
type Done = { done: string };

/** The address of the agent that signs for a co-op in other programs. */
export async function agentOf(program: Address, coop: Address): Promise<Address> {
  return (
    await getProgramDerivedAddress({ programAddress: program, seeds: ['agent', getAddressEncoder().encode(coop)] })
  )[0];
}

/** The agent of a co-op; throws if there is no such co-op. */
async function agentOfCoop({ chain, release }: Walk, coop: Address): Promise<Address> {
  const account = await chain.account(coop);
  const { accounts } = JSON.parse(release.idl) as { accounts: { name: string; discriminator: number[] }[] };
  const mark = accounts.find(({ name }) => name === 'Coop')?.discriminator ?? [];
  if (account?.owner !== release.program || mark.length === 0 || mark.some((byte, i) => account.data[i] !== byte)) {
    throw new Error(
      `${coop} is no co-op of the program ${release.program} on this network: whoever gets the upgrade authority by mistake keeps it. Check the address.`,
    );
  }
  return agentOf(release.program, coop);
}

const heirOf = async (walk: Walk): Promise<Address | undefined> =>
  walk.heir && walk.heir !== 'none' ? agentOfCoop(walk, walk.heir.coop) : undefined;

/** The program's code: deploys it, upgrades it, or prepares it for the co-op that decides on the upgrade. */
async function program(walk: Walk): Promise<Step | Done> {
  const { chain, release, payer, programKey } = walk;
  const there = await deployed(chain, release.program);
  if (there?.hash === release.hash)
    return { done: `the program ${release.program} has the code of the manifest, ${release.hash}` };
  if (there && there.authority !== payer.address) {
    if (!there.authority)
      throw new Error(
        `the program ${release.program} has other code, ${there.hash}, and nobody can upgrade it: build the release for another address`,
      );
    const agent = await heirOf(walk);
    if (agent !== there.authority) {
      throw new Error(
        `the program ${release.program} can be upgraded by ${there.authority} alone, and the key given is ${payer.address}: give that key as --keypair, or the co-op whose agent it is as --authority`,
      );
    }
    return proposedUpgrade(walk, there, agent);
  }
  if (!there && programKey?.address !== release.program) {
    throw new Error(
      `a first deployment to ${release.program} takes the key of that address: give its file as --program-keypair${programKey ? `. The one given is of ${programKey.address}` : ''}`,
    );
  }
  const filling = await Filling.plan(chain, payer, payer, release.elf);
  const at = filling.buffer.at;
  const grown = there
    ? await growth(chain, payer, release.program, there, release.elf)
    : { rent: 0n, instructions: [] };
  const first = there || !programKey ? undefined : await deployment(chain, payer, payer, programKey, at, release.elf);
  const last: readonly (readonly Instruction[])[] = first
    ? [first.instructions]
    : [
        ...(grown.instructions.length > 0 ? [grown.instructions] : []),
        [upgrade(release.program, there!, at, payer.address, payer)],
      ];
  const fees = await Promise.all(last.map((instructions) => chain.fee(payer, instructions)));
  return {
    what: [
      filling.what,
      first
        ? `a deployment: the account of the program and its data, ${release.elf.length} bytes of code, with ${payer.address} as the upgrade authority`
        : `an upgrade from the code ${there!.hash}${grown.instructions.length > 0 ? ', after its data has grown' : ''}`,
      `the buffer's rent, ${sol(filling.buffer.lamports + filling.cost.rent)}, returns to ${payer.address} at the end`,
    ],
    cost: { rent: (first?.rent ?? 0n) + grown.rent, fee: fees.reduce((sum, one) => sum + one, filling.cost.fee) },
    question: first ? `Deploy the program to ${release.program}?` : `Upgrade the program ${release.program}?`,
    async run(progress) {
      await filling.run(progress);
      for (const instructions of last) await chain.send(payer, instructions);
      await visible(walk);
    },
  };
}

/** Puts the code in a buffer owned by the agent: from then on nobody can change it, and the co-op decides. */
async function proposedUpgrade(walk: Walk, there: Deployed, agent: Address): Promise<Step | Done> {
  const { chain, release, payer } = walk;
  const at = await buffer(chain, payer.address, release.elf);
  const call = upgrade(release.program, there, at.at, payer.address, createNoopSigner(agent));
  const then = [
    'Propose to the co-op that its agent upgrades the program; `coop help propose invoke` explains the command:',
    proposalOf(call),
    `Until that is carried out, anyone can compare the buffer ${at.at} with the release: its code has the hash ${release.hash}.`,
  ];
  if (there.capacity < release.elf.length) {
    const { rent, instructions } = await growth(chain, payer, release.program, there, release.elf);
    return {
      what: [`the program's data grows from ${there.capacity} bytes of code, so that the new code fits in`],
      cost: { rent, fee: await chain.fee(payer, instructions) },
      question: 'Make room for the new code?',
      run: () => chain.send(payer, instructions),
      then: ['Run the same command again: the code is written next.'],
    };
  }
  if (at.authority === agent && at.missing.length === 0) {
    if (walk.proposal) return resolved(walk, walk.proposal, agent, call);
    then.forEach(walk.say);
    return { done: `the code waits in the buffer ${at.at}, which belongs to the co-op's agent ${agent}` };
  }
  const filling = await Filling.plan(chain, payer, payer, release.elf);
  return {
    what: [filling.what, `the buffer passes to the co-op's agent ${agent}: after that nobody can change it`],
    cost: { rent: filling.cost.rent, fee: filling.cost.fee + (await chain.fee(payer, [passOn(at.at, payer, agent)])) },
    question: 'Write the new code for the co-op to decide on?',
    async run(progress) {
      await filling.run(progress);
      await chain.send(payer, [passOn(at.at, payer, agent)]);
    },
    then,
  };
}

/** Carries out the upgrade that the co-op has resolved. */
async function resolved(walk: Walk, proposal: Address, agent: Address, call: Instruction): Promise<Step> {
  const { chain, release, payer, heir } = walk;
  const instructions = [await execution(chain, release, (heir as { coop: Address }).coop, proposal, agent, call)];
  return {
    what: [
      `the resolution ${proposal} is carried out: the co-op's agent upgrades the program to the code ${release.hash}`,
    ],
    cost: { rent: 0n, fee: await chain.fee(payer, instructions) },
    question: `Carry out the resolution ${proposal}?`,
    async run() {
      await chain.send(payer, instructions);
      await visible(walk);
    },
  };
}

/** The command with which a member proposes a call. */
function proposalOf({ programAddress, accounts = [], data = new Uint8Array() }: Instruction): string {
  const listed = accounts.map(({ address, role }) => ({
    address,
    isSigner: isSignerRole(role),
    isWritable: isWritableRole(role),
  }));
  return `coop propose invoke ${programAddress} '${JSON.stringify(listed)}' ${Buffer.from(data).toString('hex')} --why "…"`;
}

/** Checks that the network shows what it confirmed. */
async function visible({ chain, release }: Walk): Promise<void> {
  const there = await deployed(chain, release.program);
  if (there?.hash !== release.hash)
    throw new Error(
      `the network confirmed the deployment, and shows the code ${there?.hash ?? 'of nobody'}: ask another node, and run the same command again`,
    );
}

const TITLES: Readonly<Record<Seed, string>> = { idl: 'the IDL', security: 'the security contact' };

async function metadata(walk: Walk, seed: Seed, text: string): Promise<Step | Done> {
  const { chain, release, payer } = walk;
  const there = await published(chain, release.program, seed);
  if (there.text === text) return { done: `${TITLES[seed]} at ${there.at} is that of the release` };
  const program = await deployed(chain, release.program);
  if (!(await chain.account(METADATA_PROGRAM))?.executable) {
    return {
      done: `${TITLES[seed]} is not published, as this network has no Program Metadata program (${METADATA_PROGRAM})`,
    };
  }
  if (program?.authority !== payer.address) {
    return {
      done: `${TITLES[seed]} is not published: only the upgrade authority, ${program?.authority ?? 'which nobody is'}, can do that, and the key given is ${payer.address}`,
    };
  }
  const plan = await upload((bytes) => chain.rent(bytes), {
    payer,
    authority: payer,
    program: release.program,
    programData: program.data,
    seed,
    text,
    there,
  });
  const count = plan.transactions.reduce((sum, some) => sum + some.length, 0);
  return {
    what: [
      `${TITLES[seed]}, ${text.length} characters, in ${count} transactions to ${there.at}, an account of ${plan.bytes} bytes${there.exists ? '; the one that is there is closed first' : ''}`,
    ],
    cost: { rent: plan.rent, fee: BigInt(count) * (await chain.fee(payer, plan.transactions[0]![0]!)) },
    question: `Publish ${TITLES[seed]}?`,
    async run(progress) {
      for (const some of plan.transactions) await chain.sendAll(payer, some, progress);
    },
  };
}

/** Passes on the upgrade authority, last of all. */
async function authority(walk: Walk): Promise<Step | Done> {
  const { chain, release, payer, heir } = walk;
  const there = await deployed(chain, release.program);
  const agent = await heirOf(walk);
  const [now, who] = [there?.authority, agent ? `the agent ${agent} of the co-op` : 'nobody'];
  if (now === agent)
    return { done: `the upgrade authority is ${who}${agent && heir !== 'none' ? ` ${heir!.coop}` : ''}` };
  if (!there || now !== payer.address)
    throw new Error(
      `the upgrade authority is ${now ?? 'nobody'}, and the key given is ${payer.address}, so it cannot be passed on: give the key of the authority as --keypair`,
    );
  if (there.hash !== release.hash)
    throw new Error(
      'the program is not that of the manifest, so its upgrade authority stays where it is: deploy the release first',
    );
  const pass = passOn(there.data, payer, agent);
  return {
    what: [
      agent
        ? `the upgrade authority passes from ${payer.address} to ${who}: from then on a special resolution of its members upgrades the program, and the IDL and the contact with it`
        : `the upgrade authority of ${release.program} is given up: nobody can ever change the program again, its IDL or its contact`,
    ],
    cost: { rent: 0n, fee: await chain.fee(payer, [pass]) },
    question: `Pass the upgrade authority to ${who}? This cannot be taken back.`,
    run: () => chain.send(payer, [pass]),
  };
}

/** Prints what is to be published where; throws if nothing should be sent at all. */
async function begin({ chain, release, payer, say }: Walk): Promise<void> {
  const { genesis, name } = await chain.network();
  say(`network    ${name ?? 'of your own'}, whose first block has the hash ${genesis}; asked at ${chain.url}`);
  say(`release    ${release.version}${release.draft ? ', a draft' : ''}, commit ${release.commit}`);
  say(`program    ${release.program}, hash ${release.hash}`);
  say(`payer      ${payer.address}, with ${sol(await chain.balance(payer.address))}`);
  if (release.draft && name)
    throw new Error(`a draft is not published on ${name}: commit, add the version to CHANGELOG.md, and make a release`);
}

/** Runs all steps in order; returns how many were done now. Stops at the first that the user declines. */
export async function publish(walk: Walk): Promise<number> {
  const { chain, release, payer, say } = walk;
  await begin(walk);
  const steps: (readonly [string, () => Promise<Step | Done>])[] = [
    ['program', () => program(walk)],
    ['IDL', () => metadata(walk, 'idl', release.idl)],
    ['contact', () => metadata(walk, 'security', release.security)],
    ...(walk.heir ? [['authority', () => authority(walk)] as const] : []),
  ];
  let count = 0;
  for (const [name, plan] of steps) {
    const step = await plan();
    const head = name.padEnd(10);
    if ('done' in step) {
      say(`${head} ${step.done}`);
      continue;
    }
    for (const line of step.what) say(`${head} ${line}`);
    const { rent, fee } = step.cost;
    const has = await chain.balance(payer.address);
    say(`${head} holds ${sol(rent)} as rent, costs ${sol(fee)} as fees`);
    if (has < rent + fee)
      throw new Error(`${payer.address} has ${sol(has)}, and this step takes ${sol(rent + fee)}: send it SOL first`);
    if (!(await walk.ask(step.question))) {
      say(`${head} was not agreed to: nothing more is done. The same command goes on from here.`);
      return count;
    }
    await step.run((done, of) => {
      if (done % 50 === 0 || done === of) say(`${head} ${done} of ${of}`);
    });
    say(`${head} done, after which ${payer.address} has ${sol(await chain.balance(payer.address))}`);
    step.then?.forEach(say);
    count += 1;
    // what follows waits for the co-op, or for the next run
    if (step.then) return count;
  }
  return count;
}
