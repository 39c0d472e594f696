import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, type ErrorCode, entryOf } from '../../src/base/errors/index.js';
import { caseGroups } from './cases/index.js';

const root = join(import.meta.dirname, '../..');

/** Codes that need another user, another process or a broken disk, and the test that raises them. */
const elsewhere: Partial<Readonly<Record<ErrorCode, string>>> = {
  MR3040: 'tests/web/fetching.test.ts',
  MR3041: 'tests/web/fetching.test.ts',
  MR3042: 'tests/web/fetching.test.ts',
  MR3043: 'tests/web/fetching.test.ts',
  MR4032: 'tests/formats/xlsx.test.ts',
  MR4033: 'src/workers/isolated.test.ts',
  MR4034: 'tests/formats/xlsx.test.ts',
  MR4035: 'tests/formats/zip.test.ts',
  MR4037: 'tests/formats/xml.test.ts',
  MR4038: 'tests/formats/xml.test.ts',
  MR4036: 'tests/profile/pin.test.ts',
  MR4039: 'tests/history/runs.test.ts',
  MR5001: 'tests/code/module.test.ts',
  MR5002: 'tests/code/module.test.ts',
  MR5003: 'tests/code/faults.test.ts',
  MR5004: 'tests/code/faults.test.ts',
  MR5005: 'tests/code/faults.test.ts',
  MR5006: 'tests/code/faults.test.ts',
  MR5007: 'tests/harness/workers.test.ts',
  MR6011: 'tests/debug/script.test.ts',
  MR6012: 'tests/debug/script.test.ts',
  MR6013: 'tests/debug/script.test.ts',
  MR6014: 'tests/debug/script.test.ts',
  MR3006: 'tests/bad-input/no-permission.test.ts',
  MR3007: 'tests/bad-input/full-disk.test.ts',
  MR3009: 'tests/crash/two-runs.test.ts',
  MR3011: 'src/storage/publish.test.ts',
  MR3019: 'tests/adapt/memory.test.ts',
  MR3031: 'tests/incremental/resume.test.ts',
  MR3032: 'tests/crash/resume.test.ts',
  MR3030: 'src/storage/reads.test.ts',
  MR4040: 'tests/incremental/new-only.test.ts',
  MR4041: 'tests/incremental/new-only.test.ts',
  MR7001: 'tests/policies/contradictions.test.ts',
  MR7002: 'tests/policies/contradictions.test.ts',
  MR7003: 'tests/policies/contradictions.test.ts',
  MR7004: 'tests/policies/contradictions.test.ts',
  MR7005: 'tests/policies/contradictions.test.ts',
  MR7006: 'tests/policies/explain.test.ts',
  MR7010: 'tests/policies/timeout.test.ts',
  MR7011: 'src/policies/guard/guards.test.ts',
  MR7012: 'src/policies/guard/guards.test.ts',
  MR7020: 'tests/policies/fallback.test.ts',
  MR7030: 'tests/policies/hooks.test.ts',
  MR7402: 'tests/ops/tap.test.ts',
  MR7403: 'tests/ops/tap.test.ts',
  MR7404: 'tests/ops/tap.test.ts',
  MR7401: 'tests/ops/container.test.ts',
  MR7501: 'tests/policies/project-file.test.ts',
  MR7502: 'tests/policies/project-file.test.ts',
  MR7503: 'tests/policies/project-file.test.ts',
  MR7504: 'tests/policies/project-file.test.ts',
  MR7505: 'tests/policies/project-file.test.ts',
  MR7110: 'tests/state/database.test.ts',
  MR7201: 'tests/telemetry/undelivered.test.ts',
  MR7202: 'tests/telemetry/undelivered.test.ts',
  MR7203: 'tests/telemetry/prometheus.test.ts',
  MR5010: 'src/workers/slices/feed.test.ts',
  MR7101: 'src/state/postgres/postgres.test.ts',
  MR7102: 'src/state/testing/conformance/processes.ts',
  MR7103: 'tests/state/folder-faults.test.ts',
  MR7104: 'src/state/testing/conformance/values.ts',
  MR7105: 'src/state/testing/conformance/values.ts',
  MR7106: 'src/state/testing/conformance/leases.ts',
  MR7107: 'src/state/testing/conformance/values.ts',
  MR7108: 'src/state/testing/conformance/runs.ts',
  MR7109: 'tests/state/folder-faults.test.ts',
  MR8301: 'tests/gateway/scan/misbehaving.test.ts',
  MR8302: 'tests/gateway/scan/misbehaving.test.ts',
  MR8303: 'tests/gateway/scan/misbehaving.test.ts',
  MR8401: 'tests/service/config.test.ts',
  MR8402: 'tests/service/config.test.ts',
  MR8403: 'tests/service/config.test.ts',
  MR8404: 'tests/service/config.test.ts',
  MR8405: 'tests/service/config.test.ts',
  MR8406: 'tests/service/config.test.ts',
  MR8407: 'tests/service/config.test.ts',
  MR8411: 'tests/service/config.test.ts',
  MR8408: 'tests/service/document-trigger.test.ts',
  MR8409: 'tests/service/document-trigger.test.ts',
  MR8410: 'tests/service/document-trigger.test.ts',
  MR7308: 'tests/schedule/scheduler.test.ts',
  MR7313: 'tests/schedule/lock.test.ts',
  MR7309: 'tests/schedule/scheduler.test.ts',
  MR7310: 'tests/schedule/scheduler.test.ts',
  MR7311: 'tests/schedule/scheduler.test.ts',
  MR7312: 'tests/schedule/scheduler.test.ts',
  MR7320: 'tests/schedule/backfill.test.ts',
  MR7321: 'tests/schedule/backfill.test.ts',
  MR7322: 'tests/schedule/backfill.test.ts',
  MR7323: 'tests/schedule/backfill.test.ts',
  MR7324: 'tests/schedule/backfill.test.ts',
  MR7325: 'tests/schedule/backfill.test.ts',
  MR7326: 'tests/schedule/backfill.test.ts',
  MR8101: 'tests/gateway/receive/keeping.test.ts',
  MR8102: 'tests/gateway/receive/names.test.ts',
  MR8103: 'tests/gateway/receive/names.test.ts',
  MR8104: 'tests/gateway/receive/keeping.test.ts',
  MR8105: 'tests/gateway/receive/bytes.test.ts',
  MR8106: 'tests/gateway/receive/bytes.test.ts',
  MR8107: 'tests/gateway/receive/bytes.test.ts',
  MR8108: 'tests/gateway/receive/bytes.test.ts',
  MR8109: 'tests/gateway/receive/receiving.test.ts',
  MR8110: 'tests/gateway/receive/bytes.test.ts',
  MR8111: 'tests/gateway/receive/bytes.test.ts',
  MR8112: 'tests/gateway/receive/bytes.test.ts',
  MR8113: 'tests/gateway/receive/keeping.test.ts',
  MR8114: 'tests/gateway/receive/bytes.test.ts',
  MR8115: 'tests/gateway/receive/bytes.test.ts',
  MR8116: 'tests/gateway/receive/recovery.test.ts',
  MR8117: 'tests/gateway/receive/recovery.test.ts',
  MR8118: 'tests/gateway/receive/recovery.test.ts',
  MR8119: 'tests/gateway/receive/recovery.test.ts',
  MR8120: 'tests/gateway/receive/bytes.test.ts',
  MR8121: 'tests/gateway/receive/examining.test.ts',
  MR8122: 'tests/gateway/receive/examining.test.ts',
  MR8123: 'tests/gateway/receive/examining.test.ts',
  MR8124: 'tests/gateway/receive/examining.test.ts',
  MR8130: 'tests/gateway/receive/names.test.ts',
  MR8131: 'tests/gateway/receive/names.test.ts',
  MR8132: 'tests/gateway/receive/names.test.ts',
  MR8133: 'tests/gateway/receive/names.test.ts',
  MR8134: 'tests/gateway/receive/names.test.ts',
  MR8135: 'tests/gateway/receive/names.test.ts',
  MR8136: 'tests/gateway/receive/names.test.ts',
  MR8137: 'tests/gateway/receive/names.test.ts',
  MR8138: 'tests/gateway/receive/names.test.ts',
};

const codes = Object.keys(catalogue) as readonly ErrorCode[];
const raised = new Set(Object.values(caseGroups).flatMap((cases) => cases.map(({ code }) => code)));

describe('the error catalogue', () => {
  it('has a case for every code, or names the test that raises it', () => {
    expect(codes.filter((code) => !raised.has(code) && !elsewhere[code])).toEqual([]);
  });

  it.each(Object.entries(elsewhere))('has %s raised in %s', (code, file) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(code);
    expect(raised.has(code as ErrorCode)).toBe(false);
  });

  it.each(codes)('says of %s what happened and what to do, in words of its own', (code) => {
    const { title, mend } = entryOf(code);
    expect(title).toMatch(/^\S.*[^.]$/);
    expect(mend).toMatch(/^\S.*\.$/);
    expect(codes.filter((other) => entryOf(other).title === title)).toEqual([code]);
  });
});
