/** Reverse-mode automatic differentiation: a function from graphs to graphs. */
export { addGradients, checkGradient, type GradientCheck, withScalarOutput } from './check-gradient.ts';
export { gradient } from './gradient.ts';
export { sumToShape } from './sum-to-shape.ts';
