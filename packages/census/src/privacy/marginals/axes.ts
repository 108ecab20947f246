/** Which attributes a marginal keeps: bit i for attribute i. */
export type AxisSet = number;

export function axisSet(axes: readonly number[]): AxisSet {
  return axes.reduce((set, axis) => set | (1 << axis), 0);
}

export function axesOf(set: AxisSet): number[] {
  const axes: number[] = [];
  for (let axis = 0; set >> axis !== 0; axis += 1) if ((set >> axis) & 1) axes.push(axis);
  return axes;
}

/** All subsets of a set, itself and the empty one included, ascending. */
export function subsetsOf(set: AxisSet): AxisSet[] {
  return Array.from({ length: set + 1 }, (_, candidate) => candidate).filter((candidate) => (candidate & ~set) === 0);
}

/** Π over the set's axes of what is given of each axis's size; 1 for the empty set. */
export function productOver(set: AxisSet, sizes: readonly number[], term: (size: number) => number): number {
  return axesOf(set).reduce((product, axis) => product * term(sizes[axis] ?? 1), 1);
}

/** Sums a row-major table over the axes that are not kept. Integers stay integers. */
export function sumOutAxes(cells: ArrayLike<number>, sizes: readonly number[], kept: AxisSet): Float64Array {
  const sums = new Float64Array(productOver(kept, sizes, (size) => size));
  const place = placeIn(sizes, kept);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const at = place(cell);
    sums[at] = (sums[at] as number) + (cells[cell] as number);
  }
  return sums;
}

/** Gives a cell of the row-major table over `sizes` its place in the marginal that keeps `kept`. */
export function placeIn(sizes: readonly number[], kept: AxisSet): (cell: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
    const isKept = ((kept >> axis) & 1) === 1;
    strides[axis] = isKept ? stride : 0;
    if (isKept) stride *= sizes[axis] ?? 1;
  }
  return (cell) => {
    let rest = cell;
    let place = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      const size = sizes[axis] ?? 1;
      place += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    return place;
  };
}
