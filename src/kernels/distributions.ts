/**
 * Quantiles and tails of the distributions that small samples need. Each is right to about ten digits.
 * Bounds are found by halving: slower than a series of one's own, but it cannot leave the range nor stop early.
 */

/** Halvings until an interval of [0, 1] is as narrow as doubles tell apart. */
const HALVINGS = 200;
/** Lanczos' coefficients for g = 7, by Godfrey. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/**
 * The natural logarithm of the gamma function; of a factorial, `logGamma(n + 1)`.
 *
 * @param x above 0
 * @throws RangeError otherwise
 * @see Lanczos (1964), SIAM Journal on Numerical Analysis 1:86–96
 */
export function logGamma(x: number): number {
  if (!(x > 0) || !Number.isFinite(x)) throw new RangeError("The gamma function is taken of numbers above 0.");
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const from = x - 1;
  const t = from + 7.5;
  const series = LANCZOS.reduce((sum, coefficient, index) => sum + (index === 0 ? coefficient : coefficient / (from + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (from + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * The share of a beta distribution that lies below `x`: the regularised incomplete beta function.
 *
 * @param x in [0, 1]
 * @param a,b shapes, above 0
 * @throws RangeError outside of these
 * @see Press et al., Numerical Recipes, 3rd edition, 6.4: Lentz's continued fraction
 */
export function betaShareBelow(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0 && b > 0) || !Number.isFinite(a + b)) throw new RangeError("A beta distribution lies in [0, 1].");
  if (x === 0 || x === 1) return x;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The value below which `share` of a beta distribution lies; `share` in [0, 1]. */
export function betaQuantile(share: number, a: number, b: number): number {
  checkShare(share, { ends: true });
  return halved((x) => betaShareBelow(x, a, b) < share);
}

/**
 * The value below which `share` of Student's t distribution lies.
 *
 * @param share inside (0, 1)
 * @param degrees of freedom, above 0
 * @throws RangeError outside of these
 */
export function studentQuantile(share: number, degrees: number): number {
  checkShare(share);
  if (!(degrees > 0) || !Number.isFinite(degrees)) throw new RangeError("Student's distribution has degrees of freedom above 0.");
  if (share === 0.5) return 0;
  // t² / (t² + degrees) is beta distributed; the tail on both sides together is twice the smaller share.
  const outside = 2 * Math.min(share, 1 - share);
  const tail = betaQuantile(outside, degrees / 2, 1 / 2);
  return Math.sign(share - 0.5) * Math.sqrt(degrees * (1 / tail - 1));
}

/**
 * The value below which `share` of the standard normal distribution lies.
 *
 * @param share inside (0, 1)
 * @throws RangeError otherwise
 * @see Wichura (1988), Applied Statistics 37:477–484, algorithm AS 241 (PPND16)
 */
export function normalQuantile(share: number): number {
  checkShare(share);
  const q = share - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE.over, r)) / polynomial(CENTRE.under, r);
  }
  const r = Math.sqrt(-Math.log(Math.min(share, 1 - share)));
  const part = r <= 5 ? NEAR : FAR;
  return (Math.sign(q) * polynomial(part.over, r - part.from)) / polynomial(part.under, r - part.from);
}

const CENTRE = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
    2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852854,
  ],
};
const NEAR = {
  from: 1.6,
  over: [
    1.4234371107496837, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995344,
    1.0507500716444169e-9,
  ],
};
const FAR = {
  from: 5,
  over: [
    6.657904643501104, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7,
    2.0442631033899397e-15,
  ],
};

const polynomial = (coefficients: readonly number[], x: number) => coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

function checkShare(share: number, { ends = false } = {}): void {
  if (!(ends ? share >= 0 && share <= 1 : share > 0 && share < 1)) {
    throw new RangeError(ends ? "A share lies in [0, 1]." : "A share lies between 0 and 1.");
  }
}

/** Where a condition that holds from 0 on stops to hold, in [0, 1]. */
function halved(isBelow: (x: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return fraction;
  }
  throw new RangeError("These shapes are too large to compute with.");
}
