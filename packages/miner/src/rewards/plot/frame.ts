import type { PlotInput } from './types.ts';

/** Okabe and Ito's colours: told apart by readers with any colour vision. */
export const SEX_COLOURS: Readonly<Record<string, string>> = { female: '#D55E00', male: '#0072B2', other_or_unknown: '#009E73' };

export const BARS_NOTE =
  'Bars: noisy counts of patients. Whiskers: 95 % interval of the noise. ×\u00a0=\u00a0withheld (suppressed or zero).';

export const AXIS_TITLE_FONT_SIZE = 11;
const TITLE_FONT_SIZE = 15;
const SUBTITLE_FONT_SIZE = 11;
/** Width of a character over its font's size, as Vega estimates it where no canvas measures text. */
const CHARACTER_WIDTH = 0.8;

/** Title, subtitle and fonts every plot shares. Lines are broken to the plot's width in pixels: a longer one would widen the drawing. */
export function frame(input: PlotInput, notes: readonly string[], width: number): Record<string, unknown> {
  const [title = '', ...subtitle] = input.title;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: brokenTo(width, TITLE_FONT_SIZE, title),
      subtitle: [...subtitle, ...notes].flatMap((line) => brokenTo(width, SUBTITLE_FONT_SIZE, line)),
      anchor: 'start',
      fontSize: TITLE_FONT_SIZE,
      subtitleFontSize: SUBTITLE_FONT_SIZE,
      subtitleColor: '#555',
      offset: 10,
    },
    config: {
      font: 'Helvetica, Arial, sans-serif',
      view: { stroke: null },
      axis: { labelFontSize: 10, titleFontSize: AXIS_TITLE_FONT_SIZE, grid: false },
    },
  };
}

/** Lines of whole words, each no longer than the width in pixels where a word allows it. */
export function brokenTo(width: number, fontSize: number, text: string): string[] {
  const most = Math.floor(width / (CHARACTER_WIDTH * fontSize));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
