import { performance } from 'node:perf_hooks';
import { gauge } from './read-stored.ts';
import type { Family } from './exposition.ts';

const startedAtSeconds = Date.now() / 1000 - process.uptime();

/** The process itself, under the names that Prometheus' own client libraries give them. */
export function readProcess(): Family[] {
  const { user, system } = process.cpuUsage();
  const { active, idle } = performance.eventLoopUtilization();
  return [
    gauge('process_start_time_seconds', 'When the process started, since 1970.', [{ value: startedAtSeconds }]),
    gauge('process_resident_memory_bytes', 'Memory that it holds.', [{ value: process.memoryUsage.rss() }]),
    counter('process_cpu_seconds_total', 'Processor time that it took.', (user + system) / 1e6),
    counter('leeway_event_loop_active_seconds_total', 'Time in which the one thread was busy.', active / 1000),
    counter('leeway_event_loop_idle_seconds_total', 'Time in which it had nothing to do.', idle / 1000),
  ];
}

const counter = (name: string, help: string, value: number): Family => ({ name, help, type: 'counter', samples: [{ value }] });
