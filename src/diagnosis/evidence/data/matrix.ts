/** Numbers in rows, one sample a row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row after row. */
  readonly data: Float64Array;
}

export function zeroMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

/** Some rows of a matrix, in the order of `order`. */
export function takeRows({ columns, data }: Matrix, order: ArrayLike<number>): Matrix {
  const taken = zeroMatrix(order.length, columns);
  for (let row = 0; row < order.length; row++) {
    taken.data.set(data.subarray(order[row]! * columns, (order[row]! + 1) * columns), row * columns);
  }
  return taken;
}

/** Mean of each column. */
export function columnMeans({ rows, columns, data }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns]! += data[i]! / rows;
  return means;
}

/** `a bᵀ`: the inner product of each row of `a` with each of `b`. */
export function innerProducts(a: Matrix, b: Matrix): Matrix {
  const products = zeroMatrix(a.rows, b.rows);
  const { columns } = a;
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      let sum = 0;
      for (let k = 0, p = i * columns, q = j * columns; k < columns; k++) sum += a.data[p + k]! * b.data[q + k]!;
      products.data[i * b.rows + j] = sum;
    }
  }
  return products;
}

/** `a b`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const product = zeroMatrix(a.rows, b.columns);
  const width = b.columns;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.data[i * a.columns + k]!;
      for (let j = 0; j < width; j++) product.data[i * width + j]! += factor * b.data[k * width + j]!;
    }
  }
  return product;
}

/** Inverse of a symmetric positive definite matrix, by its Cholesky factor. */
export function invert({ rows: size, data }: Matrix): Matrix {
  const factor = Float64Array.from(data);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * size + j]!;
      for (let k = 0, p = i * size, q = j * size; k < j; k++) sum -= factor[p + k]! * factor[q + k]!;
      factor[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[j * size + j]!;
    }
  }
  // Rows of `lower` are the columns of the factor's inverse, so that the last products run along memory.
  const lower = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const at = column * size;
    lower[at + column] = 1 / factor[at + column]!;
    for (let i = column + 1; i < size; i++) {
      let sum = 0;
      for (let k = column; k < i; k++) sum -= factor[i * size + k]! * lower[at + k]!;
      lower[at + i] = sum / factor[i * size + i]!;
    }
  }
  const inverse = zeroMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += lower[i * size + k]! * lower[j * size + k]!;
      inverse.data[i * size + j] = inverse.data[j * size + i] = sum;
    }
  }
  return inverse;
}
