import { createOutput } from '@medrec/shared/cli';
import { Command } from 'commander';
import { cellsOf, openRelease, textTable } from '../../../rewards/index.ts';
import { type LabOptions, openLibrary, withLabOptions } from '../../lab/open-lab.ts';

type Options = LabOptions & { readonly json: boolean };

/** `medrec-miner library [list | show NAME]`: the census releases this lab holds. */
export function libraryCommand(): Command {
  const library = new Command('library').description('the census releases this lab was paid');
  library.addCommand(
    withLabOptions(new Command('list')).description('list them, newest first').option('--json', 'print one JSON value', false).action(list),
    { isDefault: true },
  );
  library.addCommand(
    withLabOptions(new Command('show'))
      .description('print a release’s table and where its files lie')
      .argument('<name>', 'as `library` lists it')
      .option('--json', 'print one JSON value', false)
      .action(show),
  );
  return library;
}

async function list(options: Options): Promise<void> {
  const entries = await (await openLibrary(options)).list();
  createOutput(options.json).result({ releases: entries }, (print) => {
    if (entries.length === 0) print('Empty: nothing was paid yet. `medrec-miner rewards` says what is on its way.');
    for (const { name, receipt } of entries)
      print(`${name.padEnd(28)}  ${receipt.title}, epoch ${receipt.epoch}, tier ${receipt.tier}, filed ${receipt.filedAt}`);
  });
}

async function show(name: string, options: Options): Promise<void> {
  const library = await openLibrary(options);
  const entry = await library.get(name);
  const release = await openRelease(await library.filesOf(entry));
  const { datasheet, product } = release;
  createOutput(options.json).result({ ...entry, product, datasheet, cells: cellsOf(release.csv) }, (print) => {
    print(
      `${product.title} (${product.id}), census epoch ${entry.receipt.epoch}, tier ${entry.receipt.tier}, provider ${entry.receipt.providerId.slice(0, 10)}`,
    );
    print(`Patients, ± half a 95 % interval; · = withheld (suppressed or zero).`);
    print();
    for (const line of textTable(release)) print(line);
    print();
    const { release: spent, lifetime } = datasheet.privacy;
    print(
      `Privacy: ρ = ${spent.microRho / 1e6} for this release, ${lifetime.microRho / 1e6} over the provider’s life so far (ε = ${lifetime.epsilon}, δ = ${lifetime.delta}).`,
    );
    print(
      `Verified against block ${entry.receipt.verifiedAtBlock}: ${entry.receipt.checks.filter(({ passed }) => passed).length} checks passed.`,
    );
    print(`Files:   ${entry.path}  (data.csv, data.parquet, datasheet.json, plot.svg, …)`);
  });
}
