/** The larger of two amounts, or the later of two times. */
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
