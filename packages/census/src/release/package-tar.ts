import { compareBytes } from '@medrec/shared/bytes';
import { pack } from 'tar-stream';

const EPOCH = new Date(0);

/** A POSIX tar whose bytes depend on names and contents alone: sorted, no owner, no time. */
export async function packTar(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const tar = pack();
  const names = [...files.keys()].toSorted((a, b) => compareBytes(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    tar.entry({ name, mode: 0o644, mtime: EPOCH, uid: 0, gid: 0, type: 'file' }, Buffer.from(files.get(name) ?? new Uint8Array()));
  }
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
