/**
 * Two threads add up a column in another order each time, which moves the last digits of a sum of fractions. Whole numbers
 * are exact; others are kept to 12 significant digits, so that the same rows give the same stored figure.
 */
export const steady = (sum: number): number => (Number.isInteger(sum) ? sum : Number(sum.toPrecision(12)));
