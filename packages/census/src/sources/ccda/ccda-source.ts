import { createBatcher } from '../batcher.ts';
import { defined } from '../defined.ts';
import { openFile } from '../open-file.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { decodeXml } from './decode-xml.ts';
import { documentResources } from './document-resources.ts';
import { parseXml } from './parse-xml.ts';

const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** C-CDA R2.1 documents (CCD, discharge summaries …), one a file. */
export function createCcdaSource(): Source {
  return {
    name: 'ccda',
    title: 'C-CDA documents (XML)',
    accepts: (path) => /\.(xml|ccda|ccd|cda)(\.gz)?$/i.test(path),
    open: async () => ({ fingerprint: '', read: readDocument }),
  };
}

async function* readDocument(file: SourceFile, context: ReadContext): AsyncGenerator<ResourceBatch> {
  const batcher = createBatcher(context);
  const at = (line: number) => ({ file: file.path, line });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of openFile(file, context)) {
    bytes += chunk.length;
    if (bytes > MAX_DOCUMENT_BYTES) return batcher.reject(at(0), 'FILE_TOO_LONG');
    chunks.push(chunk);
  }
  const text = decodeXml(Buffer.concat(chunks));
  if (text === undefined) return batcher.reject(at(1), 'ENCODING_UNKNOWN');
  const parsed = parseXml(text);
  if (parsed.root === undefined) return batcher.reject(at(parsed.line), parsed.reason);
  const { resources, rejected } = documentResources(parsed.root);
  for (const { line, reason } of rejected) batcher.reject(at(line), reason);
  // A document is of one patient, and all of it: she can be counted when it is read.
  for (const { line, resource } of resources) batcher.addTogether([defined(resource)], at(line), 'whole');
  const batch = batcher.take('rest');
  if (batch) yield batch;
}
