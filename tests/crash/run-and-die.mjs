import { replay } from '../../dist/app/replay/replay.js';
import { runPipeline } from '../../dist/app/run/run-pipeline.js';
import { wire } from '../../dist/app/wire.js';
import { createFolderStorage } from '../../dist/storage/index.js';

/** Runs `pipeline.yaml` of a folder, or replays all rows of a run, and kills itself at the failpoint with the number given; 0 for none. */
const [folder, number, replayed] = process.argv.slice(2);
const names = [];

const failpoint = (name) => {
  names.push(name);
  if (names.length === Number(number)) process.kill(process.pid, 'SIGKILL');
};

const wiring = wire({ cwd: folder, createStorage: (stores) => createFolderStorage({ stores, failpoint }) });
const outcome = replayed
  ? (await replay(wiring, replayed, { set: {} })).outcome
  : await runPipeline(wiring, 'pipeline.yaml');
const record = outcome?.record ?? { status: 'nothing to do', problems: [] };
process.stdout.write(
  JSON.stringify({ status: record.status, problems: record.problems, failpoints: names.length }),
);
