import type { TopLevelSpec } from 'vega-lite';
import { BARS_NOTE, frame, SEX_COLOURS } from './frame.ts';
import type { PlotInput } from './types.ts';

const WIDTH = 420;
const HEIGHT_PER_CHAPTER = 30;
/** Axis labels and legend beside the bars. */
const MARGINS = 250;

/**
 * C04, tier 0: patients with a diagnosis in each ICD-10 chapter, by sex. The hospital summed all ages before it withheld
 * anything, so each bar is one published cell.
 */
export function prevalenceSpec(input: PlotInput): TopLevelSpec {
  const categories = (name: string): readonly string[] => input.dimensions.find((entry) => entry.name === name)?.categories ?? [];
  const chapters = categories('icd10_chapter');
  const sexes = categories('sex');
  const y = {
    field: 'icd10_chapter',
    type: 'ordinal',
    scale: { domain: chapters },
    sort: null,
    title: 'ICD-10 chapter',
    axis: { labelLimit: 260 },
  };
  const yOffset = { field: 'sex', sort: null, scale: { domain: sexes } };
  const x = (field: string): unknown => ({
    field,
    type: 'quantitative',
    stack: null,
    title: 'Patients',
    axis: { format: '~s', tickCount: 6 },
  });
  const color = {
    field: 'sex',
    title: 'Sex',
    scale: { domain: Object.keys(SEX_COLOURS), range: Object.values(SEX_COLOURS) },
    legend: { values: sexes },
  };
  return {
    ...frame(input, [BARS_NOTE], WIDTH + MARGINS),
    data: { values: input.cells },
    width: WIDTH,
    height: chapters.length * HEIGHT_PER_CHAPTER,
    encoding: { y, yOffset },
    layer: [
      { mark: { type: 'bar', opacity: 0.75 }, encoding: { x: x('value'), color } },
      {
        transform: [{ filter: '!datum.withheld' }],
        mark: { type: 'rule', color: '#222', strokeWidth: 1.2 },
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
