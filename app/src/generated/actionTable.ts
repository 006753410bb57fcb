// Written by generate.mjs from the IDL.

/** What can be resolved, and the fields of each with their types. */
export const FIELDS = {
  Spend: { to: 'pubkey', amount: 'u64', purpose: 'Purpose' },
  Mandate: { to: 'pubkey', perPeriod: 'u64', until: 'i64', work: 'bool' },
  RevokeMandate: { mandate: 'pubkey' },
  Grant: { to: 'pubkey', amount: 'u64' },
  OpenPool: { terms: 'PoolTerms' },
  SetTakeRate: { bps: 'u16' },
  Expel: { member: 'pubkey' },
  Readmit: { member: 'pubkey' },
  Rehome: { member: 'pubkey', wallet: 'pubkey' },
  Amend: { charter: 'CharterTerms', heir: 'pubkey', statutes: 'Statutes?' },
  CoverLoss: { upTo: 'u64' },
  JoinFederation: { federation: 'pubkey' },
  AcceptFederation: { joining: 'pubkey' },
  LeaveFederation: { },
  Invoke: { program: 'pubkey', accounts: 'InvokeMeta[]', data: 'u8[]', pinned: 'bool' },
  Dissolve: { },
  Represent: { coop: 'pubkey', accounts: 'InvokeMeta[]', data: 'u8[]' },
  Collect: { amount: 'u64' },
  Sell: { amount: 'u64' },
  Describe: { about: 'string' },
} as const;
export type KindName = keyof typeof FIELDS;

/** The action by a proposal's `kind`. */
export const KINDS: readonly (KindName | '')[] = ['', 'Spend', 'Mandate', 'RevokeMandate', 'Grant', 'OpenPool', 'SetTakeRate', 'Expel', 'Readmit', 'Rehome', 'Amend', 'CoverLoss', 'JoinFederation', 'AcceptFederation', 'LeaveFederation', 'Invoke', 'Dissolve', 'Represent', 'Collect', 'Sell', 'Describe'];
