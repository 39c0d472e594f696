import { runPipeline } from '../../dist/app/run/run-pipeline.js';
import { wire } from '../../dist/app/wire.js';
import { createFolderStorage } from '../../dist/storage/index.js';

/**
 * Runs `pipeline.yaml` of a folder and kills itself at the step with the number given, 0 for none. Steps are beginnings and ends
 * of stages and failpoints of the storage. With a third word it resumes the last run.
 */
const [folder, number, resume] = process.argv.slice(2);
const steps = [];
const ends = { started: [], reused: [] };

const step = (name) => {
  steps.push(name);
  if (steps.length === Number(number)) process.kill(process.pid, 'SIGKILL');
};

const onEvent = ({ type, stage }) => {
  if (type === 'stage_started') ends.started.push(stage);
  if (type === 'stage_reused') ends.reused.push(stage);
  if (type === 'stage_started' || type === 'stage_finished') step(`${type} ${stage}`);
};

const wiring = wire({
  cwd: folder,
  createStorage: (stores) => createFolderStorage({ stores, failpoint: step }),
});
const options = resume ? { resume: true, onEvent } : { checkpoint: true, onEvent };
const seen = await runPipeline(wiring, 'pipeline.yaml', options).then(
  ({ record }) => ({ status: record.status, outputs: record.outputs, problems: record.problems }),
  (thrown) => ({ status: 'refused', problems: thrown.problems }),
);
process.stdout.write(JSON.stringify({ ...seen, ...ends, steps }));
