// Written by generate.mjs from the program's source.

/** The end of a suspension that has none yet. */
export const OPEN_GAP = 9223372036854775807n;
/** How often an heir that is at its end passes on to its own. */
export const MOST_HEIRS = 8;
/** To the co-op's own agent. */
export const TO_AGENT = 3;
/** The bits of a ballot that say what it chose. */
export const CHOICE = 3;
/** The bit of a ballot that says that its elector objects as one of the review panel. */
export const OBJECTS = 4;
/** From the beginning of the end until what is owed to nobody passes on. */
export const WINDING_UP = 15552000n;
/** And until claims lapse. */
export const CLAIMS_STAND = 94608000n;
/** How often it can be called: a call that nobody seats draws another panel, and who waits for one it likes must not choose. */
export const MOST_CALLS = 3;
/** Objections that delay a resolution. */
export const DELAYING = 3;
