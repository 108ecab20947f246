import { osRandom } from '@medrec/census/privacy';
import { openWriter, request } from './fixture.ts';

// Prepares one release and is killed, as by `kill -9`, at the step that its argument names.
const [folder = '', step = ''] = process.argv.slice(2);
const die = async (): Promise<void> => {
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
};
const { writer } = await openWriter(folder, {
  hooks: { [step]: die },
  random: (buffer) => {
    if (step === 'duringDraw') process.kill(process.pid, 'SIGKILL');
    osRandom(buffer);
  },
});
const { releaseKey } = await writer.prepare(request(1));
await writer.markPublishing(releaseKey);
await die();
