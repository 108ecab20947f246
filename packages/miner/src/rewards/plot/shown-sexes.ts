import type { PlotInput } from './types.ts';

/** The sexes that get a panel: those with a published cell, and always women and men. A note names the ones left out. */
export function shownSexes(input: PlotInput): { readonly sexes: readonly string[]; readonly notes: readonly string[] } {
  const all = input.dimensions.find(({ name }) => name === 'sex')?.categories ?? [];
  const isShown = (sex: string): boolean =>
    sex === 'female' || sex === 'male' || input.cells.some((cell) => cell['sex'] === sex && !cell.withheld);
  const left = all.filter((sex) => !isShown(sex));
  return { sexes: all.filter(isShown), notes: left.length === 0 ? [] : [`Not drawn, all cells withheld: ${left.join(', ')}.`] };
}
