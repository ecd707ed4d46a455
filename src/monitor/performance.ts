/** Sums over rows that have both a prediction and an outcome; error = outcome − prediction. They add up over days. */
export interface RegressionSums {
  labelled: number;
  sumError: number;
  sumAbsError: number;
  sumSquaredError: number;
  sumAbsConstantError: number;
}

/** In the outcome's unit. Never shown without period, population and assumptions. */
export interface RegressionError {
  /** Rows that the figures rest on. */
  n: number;
  /** Mean absolute error: Σ|y − p| / n. */
  mae: number;
  /** Root mean squared error: √(Σ(y − p)² / n). */
  rmse: number;
  /** Mean of outcome − prediction: above 0 the model predicts too little. */
  bias: number;
  /** The mean absolute error of one constant guess on the same rows: what the model has to beat. */
  constantMae: number;
}

/** Error measures of a regression from its sums (sklearn.metrics' definitions); undefined when no row has a label. */
export function regressionError(sums: RegressionSums): RegressionError | undefined {
  const n = sums.labelled;
  if (n === 0) return undefined;
  return {
    n,
    mae: sums.sumAbsError / n,
    rmse: Math.sqrt(sums.sumSquaredError / n),
    bias: sums.sumError / n,
    constantMae: sums.sumAbsConstantError / n,
  };
}

const keys = ['labelled', 'sumError', 'sumAbsError', 'sumSquaredError', 'sumAbsConstantError'] as const;

/** The sums of a week from those of its days. */
export const addRegressionSums = (days: readonly RegressionSums[]): RegressionSums =>
  Object.fromEntries(keys.map((key) => [key, days.reduce((sum, day) => sum + day[key], 0)])) as Record<
    (typeof keys)[number],
    number
  >;
