import type { TopLevelSpec } from 'vega-lite';
import { AXIS_TITLE_FONT_SIZE, BARS_NOTE, brokenTo, frame } from './frame.ts';
import type { PlotInput } from './types.ts';

const WIDTH = 420;
const ROW_HEIGHT = 16;
/** Axis labels beside the bars. */
const MARGINS = 150;

/** Any product, any tier: one bar per cell, labelled by its categories. */
export function plainBarsSpec(input: PlotInput): TopLevelSpec {
  const values = input.cells.map((cell) => ({ ...cell, label: input.dimensions.map(({ name }) => String(cell[name])).join(', ') }));
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
    ...frame(input, [BARS_NOTE], WIDTH + MARGINS),
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
