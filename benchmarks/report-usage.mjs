import { readFileSync, writeFileSync } from 'node:fs';

/** Bytes that the process asked the system to read; unknown outside of Linux. */
const bytesRead = () => {
  try {
    return Number(/^rchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
};

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024, read: bytesRead() };
  writeFileSync(process.env.MILLRACE_BENCH_USAGE, JSON.stringify(usage));
});
