// Written by generate.mjs from the program's source.

/** The end of a suspension that has not ended yet. */
export const OPEN_GAP = 9223372036854775807n;
/** The number of inactive heirs that are asked, one after the other. The last of them passes on to nobody. */
export const MOST_HEIRS = 8;
/** To the co-op's own agent. */
export const TO_AGENT = 3;
/** The bits of a ballot for its choice. */
export const CHOICE = 3;
/** The bit of a ballot that is set when its elector objects as a member of the review panel. */
export const OBJECTS = 4;
/** The bit of a ballot that is set when its elector's protest is counted. */
export const PROTESTS = 8;
/** From the beginning of the dissolution until money that is owed to nobody passes on. */
export const WINDING_UP = 15552000n;
/** From the beginning of the dissolution until claims lapse. */
export const CLAIMS_STAND = 94608000n;
/** The number of latest slots whose hashes the cluster keeps. */
export const REMEMBERED = 512n;
/** How often a panel can be called. A call that nobody seats can be followed by another, which draws another panel; the limit prevents waiting for a panel that one likes. */
export const MOST_CALLS = 3;
/** The number of objections that delays a resolution. */
export const DELAYING = 3;
/** How long a proposal that is over stays readable, unless its proposer makes room for the next one. */
export const READ = 2592000n;
