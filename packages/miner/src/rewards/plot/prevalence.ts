import type { TopLevelSpec } from 'vega-lite';
import { frame, SEX_COLOURS } from './frame.ts';
import type { PlotInput } from './types.ts';

const WIDTH = 420;
const HEIGHT_PER_CHAPTER = 30;

/**
 * C04: patients with a diagnosis in each ICD-10 chapter, by sex. Ages are summed: the cells' noise is independent, so
 * variances add and the interval of a sum is the root of the summed squares.
 */
export function prevalenceSpec(input: PlotInput, bySex: boolean): TopLevelSpec {
  const chapters = input.dimensions.find(({ name }) => name === 'icd10_chapter')?.categories ?? [];
  const sexes = input.dimensions.find(({ name }) => name === 'sex')?.categories ?? [];
  const values = sumOver(input, bySex ? ['icd10_chapter', 'sex'] : ['icd10_chapter']);
  const y = {
    field: 'icd10_chapter',
    type: 'ordinal',
    scale: { domain: chapters },
    sort: null,
    title: 'ICD-10 chapter',
    axis: { labelLimit: 260 },
  };
  const x = (field: string): unknown => ({
    field,
    type: 'quantitative',
    stack: null,
    title: 'Patients',
    axis: { format: '~s', tickCount: 6 },
  });
  const offset = bySex ? { yOffset: { field: 'sex', sort: null, scale: { domain: sexes } } } : {};
  const colour = bySex
    ? {
        color: {
          field: 'sex',
          title: 'Sex',
          scale: { domain: Object.keys(SEX_COLOURS), range: Object.values(SEX_COLOURS) },
          legend: { values: [...new Set(values.map((value) => value['sex']))] },
        },
      }
    : { color: { value: '#0072B2' } };
  return {
    ...frame({ ...input, title: [...input.title, 'Ages summed; withheld ages are in no sum, so bars are lower bounds.'] }),
    data: { values },
    width: WIDTH,
    height: chapters.length * HEIGHT_PER_CHAPTER,
    encoding: { y, ...offset },
    layer: [
      { mark: { type: 'bar', opacity: 0.75 }, encoding: { x: x('value'), ...colour } },
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

type Bar = Record<string, string | number | boolean>;

function sumOver(input: PlotInput, kept: readonly string[]): Bar[] {
  const groups = Map.groupBy(input.cells, (cell) => kept.map((name) => cell[name]).join('\u0000'));
  return [...groups.values()].map((cells): Bar => {
    const shown = cells.filter(({ withheld }) => !withheld);
    const value = shown.reduce((sum, cell) => sum + cell.value, 0);
    const half = Math.sqrt(shown.reduce((sum, cell) => sum + ((cell.high - cell.low) / 2) ** 2, 0));
    const categories = Object.fromEntries(kept.map((name) => [name, cells[0]?.[name] ?? '']));
    return { ...categories, value, low: Math.max(0, value - half), high: value + half, withheld: shown.length === 0 };
  });
}
