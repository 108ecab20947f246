import type { TopLevelSpec } from 'vega-lite';
import { BARS_NOTE, frame, SEX_COLOURS } from './frame.ts';
import { shownSexes } from './shown-sexes.ts';
import type { PlotInput } from './types.ts';

const WIDTH = 300;
const ROW_HEIGHT = 17;
/** Axis labels beside the bars. */
const MARGINS = 50;

/** C01: women to the left, men to the right, the oldest on top; other sexes beside them where the product has them. */
export function pyramidSpec(input: PlotInput, age: string): TopLevelSpec {
  const ages = [...(input.dimensions.find(({ name }) => name === age)?.categories ?? [])].reverse();
  const most = Math.max(1, ...input.cells.map(({ high }) => high));
  const { sexes, notes } = shownSexes(input);
  const panels = sexes.map((sex) => panel(input, sex, age, ages, most, sex === 'female'));
  const width = sexes.length * WIDTH + MARGINS;
  return { ...frame(input, [BARS_NOTE, ...notes], width), hconcat: panels, spacing: 4 } as unknown as TopLevelSpec;
}

function panel(input: PlotInput, sex: string, age: string, ages: readonly string[], most: number, mirrored: boolean): unknown {
  const y = {
    field: age,
    type: 'ordinal',
    scale: { domain: ages },
    sort: null,
    title: mirrored ? 'Age at 31 December' : null,
    axis: mirrored ? { orient: 'left' } : null,
  };
  const scale = { domain: [0, most], nice: true, reverse: mirrored };
  const x = (field: string): unknown => ({
    field,
    type: 'quantitative',
    stack: null,
    scale,
    title: 'Patients',
    axis: { format: '~s', tickCount: 4 },
  });
  return {
    title: { text: sex, anchor: 'middle', fontSize: 12, color: SEX_COLOURS[sex] ?? '#444' },
    data: { values: input.cells.filter((cell) => cell['sex'] === sex) },
    width: WIDTH,
    height: ages.length * ROW_HEIGHT,
    encoding: { y },
    layer: [
      { mark: { type: 'bar', color: SEX_COLOURS[sex] ?? '#444', opacity: 0.75, height: { band: 0.82 } }, encoding: { x: x('value') } },
      {
        transform: [{ filter: '!datum.withheld' }],
        mark: { type: 'rule', color: '#222', strokeWidth: 1.2 },
        encoding: { x: x('low'), x2: { field: 'high' } },
      },
      {
        transform: [{ filter: 'datum.withheld' }],
        mark: { type: 'text', text: '×', color: '#888', fontSize: 12, align: mirrored ? 'right' : 'left', dx: mirrored ? -3 : 3 },
        encoding: { x: { datum: 0, type: 'quantitative', scale } },
      },
    ],
  };
}
