import { runPipeline } from '../../dist/app/run/run-pipeline.js';
import { wire } from '../../dist/app/wire.js';
import { createFolderStorage } from '../../dist/storage/index.js';

/** Runs `pipeline.yaml` of a folder and kills itself at the failpoint with the number given; 0 for none. */
const [folder, number] = process.argv.slice(2);
const names = [];

const failpoint = (name) => {
  names.push(name);
  if (names.length === Number(number)) process.kill(process.pid, 'SIGKILL');
};

const wiring = wire({ cwd: folder, createStorage: (stores) => createFolderStorage({ stores, failpoint }) });
const { record } = await runPipeline(wiring, 'pipeline.yaml');
process.stdout.write(
  JSON.stringify({ status: record.status, problems: record.problems, failpoints: names.length }),
);
