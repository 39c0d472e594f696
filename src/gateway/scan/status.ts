import type { ScannerStatus } from '../scanner.js';
import type { ClamdAddress } from './address.js';
import { connect } from './connection.js';
import { instream } from './instream.js';
import type { Patience } from './patience.js';
import { beyondLimits } from './probe.js';
import { shown } from './verdict.js';

const PROBE_CHUNK = 4096;

const ask = async (address: ClamdAddress, command: string, patience: Patience): Promise<string> => {
  const connection = connect(address);
  try {
    // Whether it could be sent is told by the answer.
    void connection.send(Buffer.from(`z${command}\0`));
    const { text, isWhole, fault } = await patience.wait(connection.answer, `no answer to ${command}`);
    if (isWhole) return text;
    throw new Error(fault === undefined ? `no clear answer to ${command}` : `no connection (${fault})`);
  } finally {
    connection.close();
  }
};

const notReady = (why: string): ScannerStatus => ({ isReady: false, why });

const asked = async (address: ClamdAddress, patience: Patience): Promise<ScannerStatus> => {
  const pong = await ask(address, 'PING', patience);
  if (pong !== 'PONG') return notReady(`it answers PING with "${shown(pong)}"`);
  const version = shown(await ask(address, 'VERSION', patience));
  if (version === '') return notReady('it does not tell its version');
  const probed = await instream(address, oneChunk(), PROBE_CHUNK, patience);
  if (probed.kind === 'unscanned' && probed.why.includes('Limits.Exceeded')) {
    return { isReady: true, version };
  }
  if (probed.kind === 'unscanned') return notReady(probed.why);
  return notReady(
    'it says OK of what lies beyond its limits without looking at it: set `AlertExceedsMax yes` in clamd.conf',
  );
};

async function* oneChunk(): AsyncGenerator<Uint8Array> {
  yield beyondLimits();
}

/** Asks a clamd whether it is there, what it knows, and whether it tells what it did not look at. Never throws. */
export const clamdStatus = async (address: ClamdAddress, patience: Patience): Promise<ScannerStatus> => {
  try {
    return await asked(address, patience);
  } catch (thrown) {
    return notReady(thrown instanceof Error ? thrown.message : String(thrown));
  }
};
