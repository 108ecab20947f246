import { type Mapping, mappingSchema } from '../mapping-schema.ts';
import diabetes130 from './diabetes130.json' with { type: 'json' };
import fitbit from './fitbit.json' with { type: 'json' };
import syntheaCsv from './synthea-csv.json' with { type: 'json' };

/** Mappings that ship with the program, each a source by its name. */
export const shippedMappings: readonly Mapping[] = [diabetes130, syntheaCsv, fitbit].map((mapping) => mappingSchema.parse(mapping));
