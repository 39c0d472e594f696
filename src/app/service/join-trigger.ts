import { problemsOf } from '../../base/errors/index.js';
import type { Gateway, UploadRecord } from '../../gateway/index.js';
import { uploadChannel } from '../../spec/index.js';
import type { ServiceParts } from './parts.js';
import type { PipelineShelf } from './pipelines/shelf.js';
import type { RunDesk } from './runs/run-desk.js';
import { createUploadTrigger, type TriggeredPipeline, type UploadTrigger } from './trigger/index.js';

const PAGE = 200;

/** Every promoted upload of a channel, the newest first. */
async function* promotedIn(gateway: Gateway, channel: string): AsyncGenerator<UploadRecord> {
  let after: string | undefined;
  for (;;) {
    const from = after === undefined ? {} : { after };
    const page = await gateway.list({ channel, state: 'promoted', limit: PAGE, ...from });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}

const triggered = async (pipelines: PipelineShelf): Promise<readonly TriggeredPipeline[]> =>
  (await pipelines.list()).flatMap(({ document }) => {
    const channel = uploadChannel(document);
    return channel === undefined ? [] : [{ pipeline: document.pipeline, channel }];
  });

/** Has uploads that passed start the pipelines that wait for them. */
export const joinTrigger = (
  { state, wiring, onProblems }: ServiceParts,
  pipelines: PipelineShelf,
  desk: RunDesk,
  gateway: () => Gateway | undefined,
): UploadTrigger =>
  createUploadTrigger({
    values: state.values,
    clock: wiring.clock,
    pipelines: () => triggered(pipelines),
    promoted: async function* (channel) {
      const opened = gateway();
      if (opened) yield* promotedIn(opened, channel);
    },
    startRun: async (pipeline, trigger) => {
      const { runId } = await desk.start({ pipeline, params: {}, cause: { kind: 'uploads' }, trigger });
      return { ended: desk.ended(runId) };
    },
    // The uploads wait on: the next one, or the next start, brings them up again.
    onProblem: (_, thrown) => onProblems(problemsOf(thrown)),
  });
