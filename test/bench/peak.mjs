// Loaded before a program whose memory is to be known: writes what stood in memory at most, and from time to time, to a file.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const path = process.env.KIZUNA_BENCH_PEAK;
if (isMainThread && path !== undefined) {
  const resident = [];
  setInterval(() => resident.push(process.memoryUsage.rss()), 250).unref();
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpu = (userCPUTime + systemCPUTime) / 1000;
    writeFileSync(path, JSON.stringify({ peak: maxRSS * 1024, cpu, resident }));
  });
}
