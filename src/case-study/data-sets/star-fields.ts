import { RandomStream, UsageError } from '../../core/index.ts';
import { type CaseDataSet, type CaseSamples, sampleCounts, sampleSize } from './data-set.ts';

/** Photons at which a pixel is full: the most that a field holds. */
export const fullWell = 140_000_000;

/** What is asked for of the brightest star: its offset from the centre in units of {@link blur}, and its flux. */
export const starTargets = ['offset along x, blurs', 'offset along y, blurs', 'flux, log10 photons'] as const;

/** Simulated star fields. */
export const stars: CaseDataSet = {
  description:
    'Star fields of 24 × 24 pixels as a photometer counts them, with photon counts from 0 to 140,000,000; asked for are offset and log flux of the brightest star.',
  draw: (seed, part) => simulateStarFields(sampleCounts[part], seed, part),
};

/** Standard deviation of a star's image, pixels: a Gaussian of 3.8 pixels full width at half maximum. */
export const blur = 1.6;
/** The brightest star keeps so many pixels from the edge. */
const margin = 4;
/** Photons of the brightest star, whose logarithm is uniform: 8.6e5 to 1.4e8 in the pixel below it. */
const flux = { least: 1.4e7, most: 2.25e9 };
/** Photons of the sky in each pixel, whose logarithm is uniform. */
const sky = { least: 1e3, most: 1e5 };
/** Fainter stars of a field, and how many decades fainter than the brightest one they are. */
const fainter = { most: 4, leastDecades: 1, mostDecades: 3 };

interface Star {
  readonly x: number;
  readonly y: number;
  readonly photons: number;
}

/**
 * Simulates star fields as a photometer counts them: one bright star, up to four fainter ones anywhere, the light of the
 * sky, all blurred, and the noise of counting. Counts reach from hundreds to 140,000,000, which is what makes the raw
 * images hard to learn from. Each field is drawn from a stream of its own: the first ones are the same for any `count`.
 *
 * Pixel (x, y) expects λ = sky + Σ photons / (2π σ²) · exp(−((x − xₛ)² + (y − yₛ)²) / 2σ²) photons and counts
 * k = ⌊λ + √λ z + (z² − 1) / 6⌉ for a normal z, at most {@link fullWell}: the Cornish–Fisher expansion of the Poisson
 * distribution to its skewness, which is within a count of its quantiles for the λ ≥ 1,000 there are.
 *
 * @param count number of fields, 1 or more
 * @param part name of the sample: fields of other parts are independent
 * @throws UsageError where `count` is no positive whole number
 */
export function simulateStarFields(count: number, seed: number, part: string): CaseSamples {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`${count} star fields: expected a whole number, 1 or more`);
  }
  const pixels = sampleSize * sampleSize;
  const images = new Float32Array(count * pixels);
  const targets = new Float32Array(count * starTargets.length);
  for (let index = 0; index < count; index++) {
    const random = new RandomStream(seed, `star-fields/${part}/${index}`);
    const stars = drawStars(random);
    expose(images.subarray(index * pixels, (index + 1) * pixels), stars, logUniform(random, sky), random);
    const { x, y, photons } = stars[0]!;
    const centre = (sampleSize - 1) / 2;
    targets.set([(x - centre) / blur, (y - centre) / blur, Math.log10(photons)], index * starTargets.length);
  }
  return {
    images: { dtype: 'float32', shape: [count, 1, sampleSize, sampleSize], data: images },
    targets: { dtype: 'float32', shape: [count, starTargets.length], data: targets },
  };
}

function logUniform(random: RandomStream, { least, most }: { readonly least: number; readonly most: number }): number {
  return least * (most / least) ** random.uniform();
}

/** Stars of one field, the brightest first. */
function drawStars(random: RandomStream): Star[] {
  const last = sampleSize - 1;
  const within = (edge: number) => edge + (last - 2 * edge) * random.uniform();
  const brightest = { x: within(margin), y: within(margin), photons: logUniform(random, flux) };
  const others = Array.from({ length: random.integer(fainter.most + 1) }, () => {
    const decades = fainter.leastDecades + (fainter.mostDecades - fainter.leastDecades) * random.uniform();
    return { x: within(0), y: within(0), photons: brightest.photons * 10 ** -decades };
  });
  return [brightest, ...others];
}

function expose(image: Float32Array, stars: readonly Star[], skyPhotons: number, random: RandomStream): void {
  for (let y = 0; y < sampleSize; y++) {
    for (let x = 0; x < sampleSize; x++) {
      let expected = skyPhotons;
      for (const star of stars) {
        const distance = (x - star.x) ** 2 + (y - star.y) ** 2;
        expected += (star.photons / (2 * Math.PI * blur ** 2)) * Math.exp(-distance / (2 * blur ** 2));
      }
      const z = random.normal();
      const counted = Math.round(expected + Math.sqrt(expected) * z + (z * z - 1) / 6);
      image[y * sampleSize + x] = Math.min(fullWell, Math.max(0, counted));
    }
  }
}
