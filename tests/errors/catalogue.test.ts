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
  MR7308: 'tests/schedule/scheduler.test.ts',
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
  MR8201: 'tests/gateway/hostile/types.ts',
  MR8202: 'tests/gateway/hostile/types.ts',
  MR8203: 'tests/gateway/hostile/polyglots.ts',
  MR8204: 'tests/gateway/hostile/malformed.ts',
  MR8205: 'tests/gateway/hostile/malformed.ts',
  MR8206: 'tests/gateway/hostile/malformed.ts',
  MR8207: 'tests/gateway/hostile/active.ts',
  MR8208: 'tests/gateway/hostile/types.ts',
  MR8210: 'tests/gateway/hostile/bombs.ts',
  MR8211: 'tests/gateway/hostile/traversal.ts',
  MR8212: 'tests/gateway/hostile/links.ts',
  MR8213: 'tests/gateway/hostile/encrypted.ts',
  MR8214: 'tests/gateway/hostile/mismatch.ts',
  MR8215: 'tests/gateway/hostile/polyglots.ts',
  MR8216: 'tests/gateway/hostile/mismatch.ts',
  MR8230: 'tests/gateway/child.test.ts',
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
