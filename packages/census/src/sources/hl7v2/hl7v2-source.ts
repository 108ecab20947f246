import { createBatcher } from '../batcher.ts';
import { defined } from '../defined.ts';
import { openFile } from '../open-file.ts';
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
  for await (const message of readMessages(openFile(file, context))) {
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
