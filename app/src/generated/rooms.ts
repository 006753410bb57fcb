// Written by generate.mjs from the IDL.

/** How many bytes there is room for in the fields of accounts that are bytes: texts, hashes, ballots. */
export const ROOMS = {
  BallotPage: { ballots: 128 },
  Coop: { name: 32, statutesHash: 32, statutesUri: 128, about: 280 },
  Member: { name: 32 },
  Pool: { purpose: 280 },
  Proposal: { documentHash: 32, documentUri: 96, why: 400, panelSeed: 32 },
  Service: { name: 32, uri: 96 },
} as const;
