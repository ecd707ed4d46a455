import { expect, test } from 'vitest';
import { addRegressionSums, regressionError } from '../../src/monitor/performance.ts';

const monday = { labelled: 2, sumError: 2, sumAbsError: 6, sumSquaredError: 20, sumAbsConstantError: 10 };
const tuesday = { labelled: 2, sumError: -6, sumAbsError: 6, sumSquaredError: 16, sumAbsConstantError: 2 };

test('errors of a week rest on the sums of its days', () => {
  expect(regressionError(addRegressionSums([monday, tuesday]))).toEqual({ n: 4, mae: 3, rmse: 3, bias: -1, constantMae: 3 });
});

test('without a label there is no error, not an error of 0', () => {
  expect(regressionError({ ...monday, labelled: 0 })).toBeUndefined();
});
