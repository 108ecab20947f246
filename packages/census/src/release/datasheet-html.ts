import type { ProductDefinition, ReleaseDatasheet } from '@medrec/shared/census';
import type { DataTable } from './data-table.ts';

/** Rows that the plot shows; a larger table is for a program to read. */
const PLOTTED_ROWS = 200;
const ROW_HEIGHT = 18;
const LABEL_WIDTH = 320;
const PLOT_WIDTH = 480;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}th{font-weight:600}
svg{max-width:100%;height:auto}.bar{fill:#4a7fb0}.error{stroke:#222}.withheld{fill:#888}text{font-size:12px;fill:#222}`;

/** The datasheet as one page without scripts, fonts or links: what was released, what it cost, and the figures with their intervals. */
export function formatDatasheetHtml(sheet: ReleaseDatasheet, product: ProductDefinition, table: DataTable): string {
  const { privacy, mechanism, suppression } = sheet;
  const sigmaSquared = `${mechanism.sigmaSquared.numerator}/${mechanism.sigmaSquared.denominator}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Population', product.population],
    ['Epoch, tier', `${sheet.epoch}, ${sheet.tier}`],
    ['Privacy', `${privacy.definition}; unit: ${privacy.unit}; neighbours: ${privacy.neighbours}`],
    ['This release, all tiers', loss(privacy.release)],
    ['This provider so far', loss(privacy.lifetime)],
    ['Lifetime budget', `ρ = ${privacy.lifetimeBudgetMicroRho / 1e6}`],
    ['Cells of one patient', `at most ${sheet.bounds.cellsPerPatient}, by ${sheet.bounds.perCell} each`],
    ['Noise', `${mechanism.name}, σ² = ${sigmaSquared}; ${mechanism.sampler}`],
    ['Withheld', `${suppression.suppressedCells} of ${suppression.cells} cells; ${suppression.rule}`],
    ['De-identification', `${sheet.deidentification.method}; ZIP table ${sheet.deidentification.zipTable}`],
    ['Definition', sheet.product.definitionHash],
  ];
  const rows = facts.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join('\n');
  const title = escapeHtml(`${sheet.product.id} ${sheet.product.title}`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<p>${escapeHtml(product.description)}</p>
<table>
${rows}
</table>
<h2>Privacy budget</h2>
${budgetPlot(privacy.lifetime.microRho, privacy.lifetimeBudgetMicroRho)}
<h2>Figures with 95 % intervals of the noise</h2>
${table.rows.length > PLOTTED_ROWS ? `<p>The first ${PLOTTED_ROWS} of ${table.rows.length} rows.</p>` : ''}
${figurePlot(table)}
<h2>What to know</h2>
<ul>
${sheet.statements.map((statement) => `<li>${escapeHtml(statement)}</li>`).join('\n')}
</ul>
</body></html>
`;
}

function loss({ microRho, epsilon, delta }: ReleaseDatasheet['privacy']['release']): string {
  return `ρ = ${microRho / 1e6}, which is ε = ${epsilon} at δ = ${delta}`;
}

function budgetPlot(spent: number, lifetime: number): string {
  const width = number(Math.min(1, spent / lifetime) * PLOT_WIDTH);
  return `<svg viewBox="0 0 ${PLOT_WIDTH} 20" width="${PLOT_WIDTH}" role="img" aria-label="Spent of the lifetime budget">
<rect width="${PLOT_WIDTH}" height="20" fill="#ddd"/><rect class="bar" width="${width}" height="20"/></svg>`;
}

/** A bar a row, its interval as a line; a withheld row has a mark and no length. */
function figurePlot({ dimensions, rows }: DataTable): string {
  const shown = rows.slice(0, PLOTTED_ROWS).map((row) => {
    const [value, , low, high] = row.slice(dimensions.length);
    return { label: row.slice(0, dimensions.length).join(' · '), value: figure(value), low: figure(low), high: figure(high) };
  });
  const most = Math.max(1, ...shown.map(({ high }) => high ?? 0));
  const at = (value: number): string => number(LABEL_WIDTH + (value / most) * PLOT_WIDTH);
  const marks = shown.map(({ label, value, low, high }, row) => {
    const y = row * ROW_HEIGHT;
    const name = `<text x="0" y="${y + 13}">${escapeHtml(label)}</text>`;
    if (value === null) return `${name}<text class="withheld" x="${LABEL_WIDTH}" y="${y + 13}">withheld</text>`;
    const length = number((Math.max(0, value) / most) * PLOT_WIDTH);
    const bar = `<rect class="bar" x="${LABEL_WIDTH}" y="${y + 3}" width="${length}" height="12"><title>${value}</title></rect>`;
    return `${name}${bar}<line class="error" x1="${at(low ?? value)}" x2="${at(high ?? value)}" y1="${y + 9}" y2="${y + 9}"/>`;
  });
  const [width, height] = [LABEL_WIDTH + PLOT_WIDTH + 10, shown.length * ROW_HEIGHT];
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="Figures by row">\n${marks.join('\n')}\n</svg>`;
}

function figure(field: string | number | null | undefined): number | null {
  return typeof field === 'number' ? field : null;
}

/** Two decimals: the same bytes wherever it is written. */
function number(value: number): string {
  return value.toFixed(2);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
