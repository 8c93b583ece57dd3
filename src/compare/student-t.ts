/**
 * The value below which Student's t falls with a probability, by bisection on its distribution function
 * I(x; ν/2, 1/2) with x = ν / (ν + t²); Abramowitz and Stegun, 26.7.1 and 26.5.8.
 *
 * @param probability between 0.5 and 1, exclusive
 * @param degrees of freedom, 1 or more
 */
export function studentQuantile(probability: number, degrees: number): number {
  const tail = 2 * (1 - probability);
  const twoTails = (t: number) => incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  let high = 1;
  while (twoTails(high) > tail) high *= 2;
  let low = 0;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (twoTails(middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** The regularised incomplete beta function I(x; a, b), by its continued fraction (Lentz's method). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m < 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const coefficient of [even, odd]) {
      d = 1 / nonZero(1 + coefficient * d, tiny);
      c = nonZero(1 + coefficient / c, tiny);
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

const nonZero = (value: number, tiny: number) => (Math.abs(value) < tiny ? tiny : value);

/** Stirling's series, after the recurrence has taken the argument above 10. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
  );
}
