/** From here on the asymptotic series is right to twelve digits. */
const large = 12;

/** The logarithmic derivative of the gamma function, for x > 0. Source: M. Abramowitz and I. A. Stegun (1964), 6.3.18. */
export function digamma(x: number): number {
  let [sum, at] = [0, x];
  for (; at < large; at++) sum -= 1 / at;
  const square = 1 / at ** 2;
  return (
    sum +
    Math.log(at) -
    1 / (2 * at) -
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
  );
}

/** Its derivative, for x > 0: falls from Infinity to 0. Source: M. Abramowitz and I. A. Stegun (1964), 6.4.12. */
export function trigamma(x: number): number {
  let [sum, at] = [0, x];
  for (; at < large; at++) sum += 1 / at ** 2;
  const square = 1 / at ** 2;
  return (
    sum +
    (1 / at) *
      (1 + 1 / (2 * at) + square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30))))
  );
}
