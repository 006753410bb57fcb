/** The larger of two amounts, or the later of two times. */
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
/** The smaller of two amounts. */
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
