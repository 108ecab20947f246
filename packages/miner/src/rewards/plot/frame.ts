import type { PlotInput } from './types.ts';

/** Okabe and Ito's colours: told apart by readers with any colour vision. */
export const SEX_COLOURS: Readonly<Record<string, string>> = { female: '#D55E00', male: '#0072B2', other_or_unknown: '#009E73' };

/** Title, subtitle and fonts every plot shares. */
export function frame(input: PlotInput): Record<string, unknown> {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: input.title[0] ?? '',
      subtitle: [
        ...input.title.slice(1),
        'Bars: noisy counts of patients. Whiskers: 95 % interval of the noise. × = withheld (suppressed or zero).',
      ],
      anchor: 'start',
      fontSize: 15,
      subtitleFontSize: 11,
      subtitleColor: '#555',
      offset: 10,
    },
    config: { font: 'Helvetica, Arial, sans-serif', view: { stroke: null }, axis: { labelFontSize: 10, titleFontSize: 11, grid: false } },
  };
}
