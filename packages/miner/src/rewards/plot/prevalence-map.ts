import type { TopLevelSpec } from 'vega-lite';
import { frame } from './frame.ts';
import { shownSexes } from './shown-sexes.ts';
import type { PlotInput } from './types.ts';

const CELL_WIDTH = 27;
const CELL_HEIGHT = 17;
/** Axis labels beside the panels. */
const MARGINS = 130;
const WITHHELD_COLOUR = '#ececec';

/**
 * C04 by age: a map per sex, each cell a chapter at an age with its count. Nothing is summed: where the noise is as large
 * as the counts, withholding low cells selects the high ones, so a sum over published cells is too high.
 */
export function prevalenceMapSpec(input: PlotInput, age: string): TopLevelSpec {
  const { sexes, notes } = shownSexes(input);
  const panels = sexes.map((sex, at) => panel(input, sex, age, at === 0));
  const ages = categoriesOf(input, age).length;
  const published = input.cells.filter(({ withheld }) => !withheld);
  const margin = Math.round(Math.max(0, ...published.map(({ value, high }) => high - value)));
  const meaning = `Noisy counts of patients, each ± ${margin} (95 % interval of the noise). Grey ×\u00a0=\u00a0withheld (suppressed or zero).`;
  const width = sexes.length * ages * CELL_WIDTH + MARGINS;
  return { ...frame(input, [meaning, ...notes], width), hconcat: panels, spacing: 14 } as unknown as TopLevelSpec;
}

function categoriesOf(input: PlotInput, name: string): readonly string[] {
  return input.dimensions.find((entry) => entry.name === name)?.categories ?? [];
}

function panel(input: PlotInput, sex: string, age: string, isFirst: boolean): unknown {
  const [ages, chapters] = [categoriesOf(input, age), categoriesOf(input, 'icd10_chapter')];
  const most = Math.max(1, ...input.cells.map(({ value }) => value));
  const x = { field: age, type: 'ordinal', scale: { domain: ages }, sort: null, title: 'Age at 31 December', axis: { labelAngle: -45 } };
  const y = {
    field: 'icd10_chapter',
    type: 'ordinal',
    scale: { domain: chapters },
    sort: null,
    title: 'ICD-10 chapter',
    axis: isFirst ? { labelLimit: 260 } : null,
  };
  const color = {
    field: 'value',
    type: 'quantitative',
    title: 'Patients',
    scale: { scheme: 'blues', domain: [0, most] },
    legend: { orient: 'bottom', direction: 'horizontal', gradientLength: 220 },
  };
  const ink = { condition: { test: `datum.value > ${most * 0.55}`, value: 'white' }, value: '#222' };
  return {
    title: { text: sex, anchor: 'middle', fontSize: 12, color: '#444' },
    data: { values: input.cells.filter((cell) => cell['sex'] === sex) },
    width: ages.length * CELL_WIDTH,
    height: chapters.length * CELL_HEIGHT,
    encoding: { x, y },
    layer: [
      { transform: [{ filter: '!datum.withheld' }], mark: { type: 'rect', stroke: 'white' }, encoding: { color } },
      {
        transform: [{ filter: '!datum.withheld' }],
        mark: { type: 'text', fontSize: 8 },
        encoding: { text: { field: 'value', type: 'quantitative', format: 'd' }, color: ink },
      },
      { transform: [{ filter: 'datum.withheld' }], mark: { type: 'rect', color: WITHHELD_COLOUR, stroke: 'white' } },
      { transform: [{ filter: 'datum.withheld' }], mark: { type: 'text', text: '×', color: '#999', fontSize: 9 } },
    ],
  };
}
