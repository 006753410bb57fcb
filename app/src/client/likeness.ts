/** Texts as a hasty eye takes them: what is easily taken for each other is the same. */

/** Capitals, in which digits and letters that look alike are one letter. */
export const capitals = (text: string) =>
  text
    .toUpperCase()
    .replace(/0/g, 'O')
    .replace(/[1|L!]/g, 'I')
    .replace(/[5$]/g, 'S')
    .replace(/8/g, 'B')
    .replace(/3/g, 'E')
    .replace(/VV/g, 'W');

/** A symbol of a token. */
export const likeness = (symbol: string): string => capitals(symbol).replace(/[^A-Z]/g, '');

/** Words that make another number of the number before them. */
export const MAGNITUDE =
  /^(e[+-]?\d+|x\d+|pct|percent|k|m|mm|mn|mil|mio|b|bn|bil|bio|mrd|t|tn|tsd|lakh|lac|cr|crore|hundred|thousand|million|billion|dozen)$/i;
