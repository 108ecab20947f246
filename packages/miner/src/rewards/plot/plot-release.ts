import type { TopLevelSpec } from 'vega-lite';
import { cellsOf } from '../package/cells.ts';
import type { OpenedRelease } from '../verify-release/types.ts';
import { plainBarsSpec } from './plain-bars.ts';
import { prevalenceSpec } from './prevalence.ts';
import { prevalenceMapSpec } from './prevalence-map.ts';
import { pyramidSpec } from './pyramid.ts';
import type { PlotCell, PlotInput } from './types.ts';

/** Draws a release as SVG, each value with its 95 % interval and withheld cells marked; the question it answers is its title. */
export async function plotRelease(release: OpenedRelease): Promise<string> {
  // Loaded when the first release is drawn: they take longer to load than a node to start.
  const [{ parse, View, Warn }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const input = plotInputOf(release);
  const view = new View(parse(compile(specFor(input)).spec), { renderer: 'none', logLevel: Warn });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function plotInputOf({ csv, product, manifest }: OpenedRelease): PlotInput {
  const names = csv.columns;
  const cells = cellsOf(csv).map((cell): PlotCell => {
    const categories = Object.fromEntries(cell.categories.map((category, i) => [names[i] ?? '', category]));
    return { ...categories, value: cell.value ?? 0, low: cell.low ?? 0, high: cell.high ?? 0, withheld: cell.withheld };
  });
  const dimensions = product.dimensions.filter(({ name }) => names.includes(name));
  const title = [product.title, `Provider ${manifest.providerId.slice(2, 10)}, census epoch ${manifest.epoch}, tier ${manifest.tier}`];
  return { id: product.id, title, dimensions, cells };
}

/** A plot made for the product where there is one and the tier kept its dimensions; plain bars otherwise. */
function specFor(input: PlotInput): TopLevelSpec {
  const has = (...names: string[]): boolean => names.every((name) => input.dimensions.some((dimension) => dimension.name === name));
  const age = input.dimensions.find(({ name }) => name.startsWith('age'))?.name;
  if (input.id === 'C01' && has('sex') && age !== undefined) return pyramidSpec(input, age);
  if (input.id === 'C04' && has('icd10_chapter', 'sex')) return age === undefined ? prevalenceSpec(input) : prevalenceMapSpec(input, age);
  return plainBarsSpec(input);
}
