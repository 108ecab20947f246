import type { ProductDimension } from '@medrec/shared/census';

/** A cell for drawing: its categories by dimension name beside its numbers, all 0 where withheld. */
export interface PlotCell {
  readonly [category: string]: string | number | boolean;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly withheld: boolean;
}

export interface PlotInput {
  readonly id: string;
  /** Title and subtitle. */
  readonly title: readonly string[];
  readonly dimensions: readonly ProductDimension[];
  readonly cells: readonly PlotCell[];
}
