import type { TopLevelSpec } from 'vega-lite';
import { AXIS_TITLE_FONT_SIZE, BARS_NOTE, brokenTo, frame } from './frame.ts';
import type { PlotInput } from './types.ts';

const WIDTH = 420;
const ROW_HEIGHT = 16;
/** Axis labels beside the bars. */
const MARGINS = 150;

/** More bars than these cannot be read; a larger table's picture has its largest cells. */
const MOST_BARS = 100;
const LARGEST = 40;

/** Any product, any tier: one bar per cell, labelled by its categories. */
export function plainBarsSpec(input: PlotInput): TopLevelSpec {
  const shown = shownCells(input);
  const values = shown.map((cell) => ({ ...cell, label: input.dimensions.map(({ name }) => String(cell[name])).join(', ') }));
  const height = values.length * ROW_HEIGHT;
  const y = {
    field: 'label',
    type: 'ordinal',
    scale: { domain: values.map(({ label }) => label) },
    sort: null,
    title: brokenTo(height, AXIS_TITLE_FONT_SIZE, input.dimensions.map(({ title }) => title).join(', ')),
  };
  const x = (field: string): unknown => ({ field, type: 'quantitative', stack: null, title: 'Patients', axis: { format: '~s' } });
  return {
    ...frame(input, shown.length < input.cells.length ? [BARS_NOTE, partNote(input, shown.length)] : [BARS_NOTE], WIDTH + MARGINS),
    data: { values },
    width: WIDTH,
    height,
    encoding: { y },
    layer: [
      { mark: { type: 'bar', color: '#0072B2', opacity: 0.75 }, encoding: { x: x('value') } },
      {
        transform: [{ filter: '!datum.withheld' }],
        mark: { type: 'rule', color: '#222' },
        encoding: { x: x('low'), x2: { field: 'high' } },
      },
      {
        transform: [{ filter: 'datum.withheld' }],
        mark: { type: 'text', text: '×', color: '#888', align: 'left', dx: 3 },
        encoding: { x: { datum: 0, type: 'quantitative' } },
      },
    ],
  } as unknown as TopLevelSpec;
}

/** All cells in the table's order, or the largest of those that were published. */
function shownCells({ cells }: PlotInput): PlotInput['cells'] {
  if (cells.length <= MOST_BARS) return cells;
  const published = cells.filter(({ withheld }) => withheld === false);
  const least = published.map(({ value }) => Number(value)).toSorted((a, b) => b - a)[LARGEST - 1];
  return published.filter(({ value }) => least === undefined || Number(value) >= least).slice(0, LARGEST);
}

function partNote({ cells }: PlotInput, shown: number): string {
  return `The ${shown} largest of ${cells.length} cells; the rest are smaller or withheld, and stand in the table.`;
}
