import { createBatcher } from '../batcher.ts';
import { defined } from '../defined.ts';
import { openFile } from '../open-file.ts';
import { type Encoding, recode } from '../recode.ts';
import type { ReadContext, ResourceBatch, Source, SourceFile } from '../source.ts';
import { messageResources } from './message-resources.ts';
import { readMessages } from './read-messages.ts';

/** HL7 v2.1 to v2.9 in its usual encoding: files with one message or many, batches and captures of the wire among them. */
export function createHl7v2Source(): Source {
  return {
    name: 'hl7v2',
    title: 'HL7 v2 messages (ADT, ORU, VXU)',
    accepts: (path) => /\.(hl7|hl7v2|er7)(\.gz)?$/i.test(path),
    open: async () => ({ fingerprint: '', read: readFile }),
  };
}

async function* readFile(file: SourceFile, context: ReadContext): AsyncGenerator<ResourceBatch> {
  const batcher = createBatcher(context);
  const encoding = await declaredEncoding(file);
  for await (const message of readMessages(recode(openFile(file, context), encoding))) {
    if (message.reason !== undefined) batcher.reject({ file: file.path, line: message.line }, message.reason);
    else {
      const { resources, rejected } = messageResources(message.segments);
      for (const { line, reason } of rejected) batcher.reject({ file: file.path, line }, reason);
      for (const { line, resource } of resources) batcher.add(defined(resource), { file: file.path, line });
    }
    const batch = batcher.take();
    if (batch) yield batch;
  }
  const rest = batcher.take('rest');
  if (rest) yield rest;
}

// HL7 table 0211. ISO 8859-1 is read as Windows-1252, as everywhere: the two differ in control characters only.
const ENCODINGS: Readonly<Record<string, Encoding>> = { '8859/1': 'windows-1252', '8859/15': 'iso-8859-15' };

/** Of the file's first header: a feed has one. Any but the two is read as UTF-8, which ASCII is part of. */
async function declaredEncoding(file: SourceFile): Promise<Encoding> {
  for await (const chunk of openFile(file, { onBytes: () => undefined })) {
    const header = /MSH(.)[^\r\n]*/.exec(chunk.toString('latin1'));
    const name = header?.[0].split(header[1] ?? '|')[17]?.split(/[~^]/)[0] ?? '';
    return ENCODINGS[name.trim().toUpperCase()] ?? 'utf-8';
  }
  return 'utf-8';
}
