/** A sentence, or a label, with a capital letter in front. */
export const capitalised = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase());
